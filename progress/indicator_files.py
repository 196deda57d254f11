"""The file of indicators a province keeps, read row by row; pure.

A value stands as its source prints it, with the word that softens it ("gần", "hơn").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from agencies.importing import parse_date
from agencies.tables import Line, RowError, Table

COLUMNS = {
    "agency": ["unit_code", "mã đơn vị"],
    "starts_on": ["period_start", "từ ngày"],
    "ends_on": ["period_end", "đến ngày", "đến hết ngày"],
    "code": ["indicator_code", "mã chỉ tiêu"],
    "name": ["indicator_name_vi", "tên chỉ tiêu", "chỉ tiêu"],
    "numerator": ["value_numerator", "tử số"],
    "denominator": ["value_denominator", "mẫu số"],
    "value": ["value", "giá trị", "kết quả"],
    "unit_of_measure": ["unit_of_measure", "đơn vị tính"],
    "target": ["target", "mục tiêu"],
    "target_on": ["target_due", "hạn đạt"],
    "qualifier": ["qualifier", "mức chính xác"],
    "note": ["note", "ghi chú"],
}
REQUIRED = ["agency", "code", "name", "value", "unit_of_measure"]
LENGTHS = {"code": 40, "name": 200, "unit_of_measure": 40, "qualifier": 60, "note": 500}
THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+")


@dataclass(frozen=True)
class IndicatorRow:
    """One good row; None is a cell that says nothing."""

    row: int
    agency: str
    code: str
    name: str
    unit_of_measure: str
    facts: dict[str, Decimal | date | str | None]


def read_rows(table: Table) -> tuple[list[IndicatorRow], list[RowError]]:
    """The good rows, and what is wrong with the others."""
    rows, errors = [], []
    for line in table.lines:
        reader = RowReader(line, table)
        row = reader.row()
        errors += reader.errors
        if not reader.errors:
            rows.append(row)
    return rows, errors


def parse_number(text: str) -> Decimal | None:
    """28.81 or 28,81 or 646.262,5; "1.534" could be either and raises ValueError."""
    if not text:
        return None
    if THOUSANDS.fullmatch(text):
        raise ValueError(text)
    plain = text.replace(".", "").replace(",", ".") if "," in text else text
    try:
        found = Decimal(plain)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not found.is_finite() or abs(found) >= 10**12:
        raise ValueError(text)
    return found


class RowReader:
    """Reads the cells of one row and collects what is wrong with them."""

    def __init__(self, line: Line, table: Table) -> None:
        self.line, self.table = line, table
        self.errors: list[RowError] = []

    def refuse(self, column: str, message: str) -> None:
        heading = self.table.headings.get(column, column)
        self.errors.append(RowError(self.line.row, heading, message))

    def row(self) -> IndicatorRow:
        numbers = ["numerator", "denominator", "value", "target"]
        facts = {name: self.number(name) for name in numbers}
        facts |= {n: self.date(n) for n in ("starts_on", "ends_on", "target_on")}
        facts |= {name: self.text(name) for name in ("qualifier", "note")}
        if facts["starts_on"] and facts["ends_on"]:
            self.check_order(facts["starts_on"], facts["ends_on"])
        return IndicatorRow(
            self.line.row,
            *(self.text(n) for n in ("agency", "code", "name", "unit_of_measure")),
            facts,
        )

    def check_order(self, first: date, last: date) -> None:
        if first > last:
            self.refuse("ends_on", _("Ngày cuối đứng trước ngày đầu."))

    def text(self, name: str) -> str:
        value = self.line.text(name)
        if name in REQUIRED and not value:
            self.refuse(name, _("Ô này còn trống."))
        if len(value) > LENGTHS.get(name, 40):
            most = {"most": LENGTHS.get(name, 40)}
            self.refuse(name, _("Dài hơn %(most)s ký tự.") % most)
        return value

    def number(self, name: str) -> Decimal | None:
        value = self.line.text(name)
        if name in REQUIRED and not value:
            self.refuse(name, _("Ô này còn trống."))
        try:
            return parse_number(value)
        except ValueError:
            message = _(
                "“%(value)s” không rõ là số nào. Viết 1534 hoặc 28,81, không có dấu "
                "chấm phân cách hàng nghìn."
            )
            self.refuse(name, message % {"value": value})
            return None

    def date(self, name: str) -> date | None:
        value = self.line.text(name)
        try:
            return parse_date(value)
        except ValueError:
            message = _(
                "Ngày “%(value)s” không có thật. Viết dạng 2025-06-30 hoặc 30/6/2025."
            )
            self.refuse(name, message % {"value": value})
            return None
