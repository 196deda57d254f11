"""The files that describe agencies, read row by row; pure.

`agencies.csv` has one row per agency with the days it lived; `agency_parents.csv` the
changes of its parent. The last day of a row is inclusive, an empty date is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.codes import refusal_of
from agencies.days import Days
from agencies.tables import Line, RowError, Table

COLUMNS = {
    "code": ["code", "mã đơn vị", "mã"],
    "name": ["name_vi", "name", "tên đơn vị", "tên"],
    "kind": ["type", "kind", "loại"],
    "parent": ["parent_code", "mã cấp trên", "cấp trên"],
    "valid_from": ["valid_from", "từ ngày"],
    "valid_to": ["valid_to", "đến ngày", "đến hết ngày"],
    "successor": ["successor_code", "mã kế thừa", "kế thừa"],
    "official_code": ["gso_code", "official_code", "mã thống kê"],
}
REQUIRED = ["code", "name", "kind", "parent", "valid_from", "valid_to"]
PARENT_COLUMNS = {
    name: COLUMNS[name] for name in ("code", "parent", "valid_from", "valid_to")
}
LENGTHS = {"name": 200, "official_code": 20}
DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


@dataclass(frozen=True)
class Row:
    """One good row of agencies.csv."""

    row: int
    code: str
    name: str
    kind: str
    official_code: str
    parent: str
    days: Days
    successor: str


@dataclass(frozen=True)
class ParentRow:
    """One good row of agency_parents.csv."""

    row: int
    code: str
    parent: str
    days: Days


def parse_date(text: str) -> date | None:
    """2025-06-30 or 30/6/2025; None for an empty cell. Raises ValueError."""
    if not text:
        return None
    if found := DATE.fullmatch(text):
        day, month, year = map(int, found.groups())
        return date(year, month, day)
    return datetime.fromisoformat(text).date()


class RowReader:
    """Reads the cells of one row and collects what is wrong with them."""

    def __init__(self, line: Line, table: Table, file: str) -> None:
        self.line, self.table, self.file = line, table, file
        self.errors: list[RowError] = []

    def refuse(self, column: str, message: str) -> None:
        heading = self.table.headings.get(column, column)
        self.errors.append(RowError(self.line.row, heading, message, self.file))

    def text(self, column: str, *, required: bool = False) -> str:
        value = self.line.text(column)
        if required and not value:
            self.refuse(column, _("Ô này còn trống."))
        most = LENGTHS.get(column, 40)
        if len(value) > most:
            self.refuse(column, _("Dài hơn %(most)s ký tự.") % {"most": most})
        return value

    def date(self, column: str) -> date | None:
        value = self.line.text(column)
        try:
            return parse_date(value)
        except ValueError:
            self.refuse(
                column,
                _(
                    "Ngày “%(value)s” không có thật. Viết dạng 2025-06-30 hoặc 30/6/2025."
                )
                % {"value": value},
            )
            return None

    def days(self) -> Days:
        first, last = self.date("valid_from"), self.date("valid_to")
        if first and last and first > last:
            self.refuse("valid_to", _("Ngày cuối đứng trước ngày đầu."))
        return Days.through(first, last)


def read_rows(
    table: Table, *, kinds: Iterable[str]
) -> tuple[list[Row], list[RowError]]:
    """The good rows of agencies.csv; a code that stands twice is refused."""
    rows: dict[str, Row] = {}
    errors: list[RowError] = []
    for line in table.lines:
        reader = RowReader(line, table, "")
        row = Row(
            row=line.row,
            code=reader.text("code", required=True),
            name=reader.text("name", required=True),
            kind=reader.text("kind", required=True),
            official_code=reader.text("official_code"),
            parent=line.text("parent"),
            days=reader.days(),
            successor=line.text("successor"),
        )
        check_row(row, reader, rows, kinds)
        errors += reader.errors
        if not reader.errors:
            rows[row.code] = row
    return list(rows.values()), errors


def check_row(
    row: Row, reader: RowReader, seen: Mapping[str, Row], kinds: Iterable[str]
) -> None:
    if refusal := refusal_of(row.code):
        reader.refuse("code", refusal)
    if row.code in seen:
        reader.refuse(
            "code",
            _("Mã %(code)s đã có ở dòng %(row)s.")
            % {"code": row.code, "row": seen[row.code].row},
        )
    if row.kind and row.kind not in kinds:
        reader.refuse(
            "kind",
            _("Không có loại “%(kind)s”. Các loại: %(kinds)s.")
            % {"kind": row.kind, "kinds": ", ".join(kinds)},
        )
    if row.successor and row.days.after is None:
        reader.refuse("successor", _("Có đơn vị kế thừa thì phải có ngày cuối."))
    if row.successor and row.successor == row.code:
        reader.refuse("successor", _("Đơn vị không thể kế thừa chính nó."))


def read_parent_rows(
    table: Table, *, file: str
) -> tuple[list[ParentRow], list[RowError]]:
    """The good rows of agency_parents.csv."""
    rows, errors = [], []
    for line in table.lines:
        reader = RowReader(line, table, file)
        row = ParentRow(
            line.row,
            reader.text("code", required=True),
            reader.text("parent", required=True),
            reader.days(),
        )
        errors += reader.errors
        if not reader.errors:
            rows.append(row)
    return rows, errors
