"""The roster an office sends: who works where, row by row; pure.

Columns may have Vietnamese or English headings in any order. The staff code says who
a person is; an empty optional cell says nothing, it does not erase.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.models import staff_code_format
from agencies.importing import parse_date
from agencies.tables import Line, RowError, Table, read_table
from agencies.workbooks import UnusableFileError
from enrolments.phones import national

COLUMNS = {
    "staff_code": ["mã cán bộ", "mã cb", "mã nhân viên", "mã công chức", "mã viên chức"],
    "full_name": ["họ và tên", "họ tên", "họ và tên cán bộ", "họ tên cán bộ", "name"],
    "agency_code": ["mã đơn vị", "mã cơ quan"],
    "agency_name": [
        "tên đơn vị", "đơn vị", "đơn vị công tác", "cơ quan", "cơ quan công tác", "agency",
    ],
    "position": ["chức vụ", "chức danh", "chức vụ, chức danh"],
    "birth_on": ["ngày sinh", "ngày tháng năm sinh", "date of birth", "birth date"],
    "email": ["thư điện tử", "thư công vụ", "email công vụ", "địa chỉ thư điện tử"],
    "phone": ["điện thoại", "số điện thoại", "sđt", "điện thoại di động", "di động"],
}  # fmt: skip
REQUIRED = ["staff_code", "full_name"]
LENGTHS = {"staff_code": 64, "full_name": 150, "position": 150, "email": 254}
FIRST_BIRTH = date(1900, 1, 1)


@dataclass(frozen=True)
class RosterRow:
    """One good row; "" and None are cells that say nothing."""

    row: int
    staff_code: str
    full_name: str
    agency_code: str
    agency_name: str
    position: str
    birth_on: date | None
    email: str
    phone: str

    @property
    def key(self) -> str:
        """Staff codes differ by more than their case."""
        return self.staff_code.casefold()


@dataclass(frozen=True)
class Roster:
    """The good rows of a file, what was wrong with the others, and its headings.

    The bad rows are kept too, so that everything wrong with them is said at once.
    """

    rows: list[RosterRow]
    errors: list[RowError]
    headings: Mapping[str, str]
    bad_rows: list[RosterRow] = field(default_factory=list)

    def error(self, row: RosterRow, column: str, message: str) -> RowError:
        return RowError(row.row, self.headings.get(column, column), message)


def read_roster(content: bytes, *, on: date, sheet: str | None = None) -> Roster:
    """Read a CSV or XLSX; `on` is the day the roster holds from.

    Raises UnusableFileError where the file as a whole cannot be read.
    """
    table = read_table(content, columns=COLUMNS, required=REQUIRED, sheet=sheet)
    if not table.headings.keys() & {"agency_code", "agency_name"}:
        raise UnusableFileError(
            _("Tệp thiếu cột: %(columns)s.") % {"columns": "mã đơn vị"}
        )
    roster = Roster([], [], table.headings)
    seen = {"staff_code": {}, "email": {}, "phone": {}}
    for line in table.lines:
        reader = RowReader(line, table, on)
        row = reader.row()
        reader.refuse_repeated(row, seen)
        if reader.errors:
            roster.errors.extend(reader.errors)
            roster.bad_rows.append(row)
        else:
            roster.rows.append(row)
    return roster


class RowReader:
    """Reads the cells of one person and collects what is wrong with them."""

    def __init__(self, line: Line, table: Table, on: date) -> None:
        self.line, self.table, self.on = line, table, on
        self.errors: list[RowError] = []

    def refuse(self, column: str, message: str) -> None:
        heading = self.table.headings.get(column, column)
        self.errors.append(RowError(self.line.row, heading, message))

    def row(self) -> RosterRow:
        row = RosterRow(
            row=self.line.row,
            staff_code=self.staff_code(),
            full_name=self.text("full_name", required=True),
            agency_code=self.line.text("agency_code"),
            agency_name=self.line.text("agency_name"),
            position=self.text("position"),
            birth_on=self.birth_on(),
            email=self.email(),
            phone=self.phone(),
        )
        if not row.agency_code and not row.agency_name:
            known = [
                c for c in ("agency_code", "agency_name") if c in self.table.headings
            ]
            self.refuse(known[0], _("Ô này còn trống."))
        return row

    def text(self, column: str, *, required: bool = False) -> str:
        value = self.line.text(column)
        if required and not value:
            self.refuse(column, _("Ô này còn trống."))
        if len(value) > LENGTHS[column]:
            self.refuse(
                column, _("Dài hơn %(most)s ký tự.") % {"most": LENGTHS[column]}
            )
        return value

    def staff_code(self) -> str:
        value = self.text("staff_code", required=True)
        if value:
            self.validate("staff_code", value, staff_code_format)
        return value

    def email(self) -> str:
        value = self.text("email").lower()
        if value:
            self.validate("email", value, validate_email)
        return value

    def validate(self, column: str, value: str, validator) -> None:
        try:
            validator(value)
        except ValidationError as error:
            self.refuse(column, f"“{value}”: {error.messages[0]}")

    def phone(self) -> str:
        """Figures only; a spreadsheet's number has lost its first zero."""
        text = self.line.text("phone")
        value = national(text)
        if text and not value:
            self.refuse(
                "phone",
                _("Số điện thoại “%(value)s” không đúng dạng 0901234567.")
                % {"value": text},
            )
        return value

    def birth_on(self) -> date | None:
        cell = self.line.cells.get("birth_on", "")
        if isinstance(cell, datetime):
            cell = cell.date()
        try:
            day = (
                cell
                if isinstance(cell, date)
                else parse_date(self.line.text("birth_on"))
            )
        except ValueError:
            self.refuse(
                "birth_on",
                _(
                    "Ngày “%(value)s” không có thật. Viết dạng ngày/tháng/năm, ví dụ 05/4/1986."
                )
                % {"value": self.line.text("birth_on")},
            )
            return None
        if day and not FIRST_BIRTH <= day < self.on:
            self.refuse(
                "birth_on",
                _("Ngày sinh phải từ năm 1900 đến trước ngày áp dụng danh sách."),
            )
        return day

    def refuse_repeated(self, row: RosterRow, seen: dict[str, dict[str, int]]) -> None:
        """Two rows of a file cannot be one person, nor share an address."""
        for column, rows in seen.items():
            value = getattr(row, column).casefold()
            if value and value in rows:
                self.refuse(
                    column,
                    _("“%(value)s” đã có ở dòng %(row)s.")
                    % {"value": getattr(row, column), "row": rows[value]},
                )
            elif value:
                rows[value] = row.row
