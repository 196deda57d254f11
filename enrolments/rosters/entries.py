"""One person a row: what the row says, what was mended, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.models import staff_code_format
from agencies.tables import Cell
from enrolments.roster import LENGTHS
from enrolments.rosters.cells import birth_day, lost_zero, person_name, phone_number
from enrolments.rosters.lines import Line, read_sheet


@dataclass
class Entry:
    """What one row says of one person; an empty value says nothing.

    `faults` says for each field what is wrong with its cell.
    """

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
    faults: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read_entries(
    rows: Sequence[Sequence[Cell]],
    *,
    first: int,
    columns: Mapping[str, list[int]],
    on: date,
) -> list[Entry]:
    """The people of the rows from index `first` on, as they read that day."""
    sheet = read_sheet(rows, first=first, columns=columns)
    return [read_entry(line, on=on) for line in sheet.lines]


def read_entry(line: Line, *, on: date) -> Entry:
    return Reader(line, on).entry()


class Reader:
    """Reads the cells of one person."""

    def __init__(self, line: Line, on: date) -> None:
        self.texts, self.on = line.texts, on
        self.found = Entry(line.row)

    def text(self, name: str) -> str:
        return self.texts.get(name, "")

    def entry(self) -> Entry:
        self.found.full_name = self.name()
        self.found.staff_code = self.checked("staff_code", staff_code_format)
        self.found.email = self.checked("email", validate_email).lower()
        self.found.position = self.limited("position", self.text("position"))
        self.found.agency_code = self.text("agency_code")
        self.found.agency_names = self.text("agency_name").splitlines()
        self.found.birth_on = self.guarded("birth_on", self.birth)
        self.found.phone = self.guarded("phone", self.phone) or ""
        return self.found

    def name(self) -> str:
        name, mended = person_name(self.text("full_name"))
        if mended:
            self.found.notes.append(mended)
        if not name and not self.text("staff_code"):
            self.refuse("full_name", _("Thiếu họ tên."))
        elif any(char.isdigit() for char in name):
            self.refuse("full_name", _("Họ tên “%(name)s” có chữ số.") % {"name": name})
        return self.limited("full_name", name)

    def limited(self, name: str, value: str) -> str:
        if len(value) > LENGTHS[name]:
            self.refuse(name, _("Dài hơn %(most)s ký tự.") % {"most": LENGTHS[name]})
        return value

    def checked(self, name: str, validator: Any) -> str:
        value = self.limited(name, self.text(name))
        try:
            if value:
                validator(value)
        except ValidationError as error:
            self.refuse(name, f"“{value}”: {error.messages[0]}")
        return value

    def birth(self, text: str) -> date | None:
        day, guess = birth_day(text, on=self.on)
        if guess:
            self.found.notes.append(guess)
        return day

    def phone(self, text: str) -> str:
        number = phone_number(text)
        if lost_zero(text, number):
            words = _("Số điện thoại %(phone)s: đã thêm số 0 ở đầu.")
            self.found.notes.append(words % {"phone": number})
        return number

    def guarded(self, name: str, read: Any) -> Any:
        try:
            return read(self.text(name)) or None
        except ValueError as error:
            self.refuse(name, str(error))
            return None

    def refuse(self, name: str, sentence: str) -> None:
        self.found.faults.setdefault(name, sentence)
        self.found.problems.append(sentence)
