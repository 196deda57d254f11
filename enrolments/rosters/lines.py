"""The rows of a sheet that are people, each with its cells as texts by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from accounts.collation import fold
from accounts.formats import vdate
from agencies.tables import Cell, as_text
from enrolments.rosters.rows import (
    NUMBERING,
    SIGNED,
    TOTAL,
    distinct,
    has_person,
    is_numbers,
)

PLAIN = ["staff_code", "agency_code", "position", "birth_on", "email", "phone"]


@dataclass(frozen=True)
class Line:
    """One row of the file: what its cells say, field by field, before it is judged.

    Several units (the commune beside its district) stand one below the other. Texts
    alone are kept, so that a plan can be made again without the file.
    """

    row: int
    texts: dict[str, str] = field(default_factory=dict)


def read_lines(
    rows: Sequence[Sequence[Cell]], *, first: int, columns: Mapping[str, list[int]]
) -> list[Line]:
    """The people of the rows from index `first` on.

    A row that says one thing only is the heading of a section: the unit of the people
    below it. What follows a total or a signature line is no person.
    """
    lines, section = [], ""
    for number, row in enumerate(rows[first:], start=first + 1):
        said = distinct(row)
        if not said or is_numbers(said):
            continue
        keys = [fold(text) for text in said]
        if any(map(SIGNED.search, keys)):
            break
        if any(map(TOTAL.search, keys)):
            section = ""
            continue
        if len(said) == 1 and not has_person(row, columns):
            section = NUMBERING.sub("", said[0])
            continue
        lines.append(Line(number, Cells(row, columns).texts(section)))
    return lines


class Cells:
    """The cells of one row by the field that their column was taken for."""

    def __init__(self, row: Sequence[Cell], columns: Mapping[str, list[int]]) -> None:
        self.row, self.columns = row, columns

    def filled(self, name: str) -> Iterator[str]:
        for index in self.columns.get(name, []):
            if index < len(self.row) and (text := as_typed(self.row[index])):
                yield text

    def first(self, name: str) -> str:
        return next(self.filled(name), "")

    def texts(self, section: str) -> dict[str, str]:
        """What the row says; it is silent about the fields left out."""
        found = {name: self.first(name) for name in PLAIN}
        found["full_name"] = self.name()
        names = dict.fromkeys(self.filled("agency_name"))
        found["agency_name"] = "\n".join(names) or section
        return {name: text for name, text in found.items() if text}

    def name(self) -> str:
        if not self.columns.get("given"):
            return self.first("full_name")
        parts = map(self.first, ("full_name", "family", "given"))
        return " ".join(filter(None, parts))


def as_typed(cell: Cell) -> str:
    """A day as people write it; everything else as it stands."""
    if isinstance(cell, datetime):
        cell = cell.date()
    return vdate(cell) if isinstance(cell, date) else as_text(cell)
