"""The rows of a sheet that are people, each with its cells as texts by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from accounts.formats import vdate
from agencies.tables import Cell, as_text
from enrolments.rosters.rows import NUMBERING, Kind, Row

PLAIN = ["staff_code", "agency_code", "position", "email", "phone"]
LONGEST_ASIDE = 160


@dataclass(frozen=True)
class Line:
    """One row of the file: what its cells say, field by field, before it is judged.

    Several units (the commune beside its district) stand one below the other. Texts
    alone are kept, so that a plan can be made again without the file.
    """

    row: int
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Aside:
    """A row that is no person's: what stands there, and why it is left out."""

    row: int
    text: str
    kind: Kind


@dataclass(frozen=True)
class Sheet:
    """Every row below the heading that is not empty: people, and what is set aside."""

    lines: list[Line] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)


def read_sheet(
    rows: Sequence[Sequence[Cell]], *, first: int, columns: Mapping[str, list[int]]
) -> Sheet:
    """The rows from index `first` on, each either a person or set aside.

    A row that says one thing only is the heading of a section: the unit of the people
    below it. What follows a signature is no person, unless it surely is one.
    """
    sheet, section, has_ended = Sheet(), "", False
    for number, cells in enumerate(rows[first:], start=first + 1):
        row = Row(cells, columns)
        if not any(row.texts):
            continue
        kind = row.kind(has_ended=has_ended)
        if kind == Kind.PERSON:
            sheet.lines.append(Line(number, Cells(cells, columns).texts(section)))
            continue
        if kind == Kind.SECTION:
            section = NUMBERING.sub("", row.said[0])
        elif kind == Kind.TOTAL:
            section = ""
        has_ended = has_ended or (kind == Kind.FOOTER and row.ends_the_list)
        text = " · ".join(dict.fromkeys(filter(None, row.texts)))
        sheet.asides.append(Aside(number, text[:LONGEST_ASIDE], kind))
    return sheet


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
        found["birth_on"] = self.birth()
        found["full_name"] = self.name()
        names = dict.fromkeys(self.filled("agency_name"))
        found["agency_name"] = "\n".join(names) or section
        return {name: text for name, text in found.items() if text}

    def birth(self) -> str:
        """One cell of those for men and for women, or day, month and year in three."""
        parts = list(self.filled("birth_on"))
        if len(parts) == 3 and all(map(str.isdecimal, parts)):
            return "/".join(parts)
        return parts[0] if parts else ""

    def name(self) -> str:
        """The parts of the name in the order of the columns; a merged one once."""
        parts: list[str] = []
        for name in ("full_name", "family", "given"):
            parts += self.filled(name)
        return " ".join(
            part
            for index, part in enumerate(parts)
            if " " not in part or part not in parts[:index]
        )


def as_typed(cell: Cell) -> str:
    """A day as people write it; everything else as it stands."""
    if isinstance(cell, datetime):
        cell = cell.date()
    return vdate(cell) if isinstance(cell, date) else as_text(cell)
