"""One person a row: what the row says, what was mended, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.collation import fold
from accounts.models import staff_code_format
from agencies.tables import Cell, as_text
from enrolments.roster import LENGTHS
from enrolments.rosters.cells import birth_day, person_name, phone_number
from enrolments.rosters.rows import (
    NUMBERING,
    SIGNED,
    TOTAL,
    distinct,
    has_person,
    is_numbers,
)


@dataclass
class Entry:
    """What one row says of one person; an empty value says nothing."""

    row: int
    full_name: str = ""
    staff_code: str = ""
    agency_code: str = ""
    agency_names: list[str] = field(default_factory=list)
    position: str = ""
    birth_on: date | None = None
    email: str = ""
    phone: str = ""
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_entries(
    rows: Sequence[Sequence[Cell]],
    *,
    first: int,
    columns: Mapping[str, list[int]],
    on: date,
) -> list[Entry]:
    """The people of the rows from index `first` on.

    A row that says one thing only is the heading of a section: the unit of the people
    below it. What follows a total or a signature line is no person.
    """
    entries, section = [], ""
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
        entries.append(Reader(row, columns, on).entry(number, section))
    return entries


class Reader:
    """Reads the cells of one person."""

    def __init__(
        self, row: Sequence[Cell], columns: Mapping[str, list[int]], on: date
    ) -> None:
        self.row, self.columns, self.on = row, columns, on

    def cells(self, name: str) -> Iterator[Cell]:
        for index in self.columns.get(name, []):
            if index < len(self.row) and as_text(self.row[index]):
                yield self.row[index]

    def text(self, name: str) -> str:
        return next((as_text(cell) for cell in self.cells(name)), "")

    def entry(self, number: int, section: str) -> Entry:
        self.found = Entry(number)
        self.found.full_name = self.name()
        self.found.staff_code = self.checked("staff_code", staff_code_format)
        self.found.email = self.checked("email", validate_email).lower()
        self.found.position = self.short("position")
        self.found.agency_code = self.text("agency_code")
        names = list(dict.fromkeys(as_text(c) for c in self.cells("agency_name")))
        self.found.agency_names = names or ([section] if section else [])
        self.found.birth_on = self.guarded("birth_on", self.birth) or None
        self.found.phone = self.guarded("phone", phone_number) or ""
        return self.found

    def name(self) -> str:
        parts = [self.text(part) for part in ("full_name", "family", "given")]
        whole = parts[0] if not self.columns.get("given") else " ".join(parts).strip()
        name, mended = person_name(" ".join(whole.split()))
        if mended:
            self.found.notes.append(mended)
        if not name:
            self.refuse(_("Thiếu họ tên."))
        elif any(char.isdigit() for char in name):
            self.refuse(_("Họ tên “%(name)s” có chữ số.") % {"name": name})
        return self.limited("full_name", name)

    def short(self, name: str) -> str:
        return self.limited(name, self.text(name))

    def limited(self, name: str, value: str) -> str:
        if len(value) > LENGTHS[name]:
            self.refuse(_("Dài hơn %(most)s ký tự.") % {"most": LENGTHS[name]})
        return value

    def checked(self, name: str, validator: Any) -> str:
        value = self.short(name)
        try:
            if value:
                validator(value)
        except ValidationError as error:
            self.refuse(f"“{value}”: {error.messages[0]}")
        return value

    def birth(self, cell: Cell) -> date | None:
        day, guess = birth_day(cell, on=self.on)
        if guess:
            self.found.notes.append(guess)
        return day

    def guarded(self, name: str, read: Any) -> Any:
        try:
            return next((read(cell) for cell in self.cells(name)), None)
        except ValueError as error:
            self.refuse(str(error))
            return None

    def refuse(self, sentence: str) -> None:
        self.found.problems.append(sentence)
