"""A number, in Excel."""

from collections.abc import Collection
from decimal import Decimal

from questions.formats.sheet import cells
from questions.formats.sheet.rows import Column, KindSheet, Row, Value, Written

NUMBER, TOLERANCE, UNIT = "Đáp số", "Sai số", "Đơn vị"


class NumericSheet(KindSheet):
    title = "Điền số"
    guide = (
        "Cột Đáp số ghi số; cột Sai số ghi phần được lệch (để trống là phải đúng tuyệt "
        "đối); cột Đơn vị ghi %, đồng … Tỷ lệ phần trăm ghi 28,81 và đơn vị %, không "
        "định dạng ô là phần trăm."
    )
    example = {
        "text": "<p>Tỷ lệ hồ sơ trực tuyến của tỉnh năm 2022 là bao nhiêu?</p>",
        "value": Decimal("28.81"),
        "tolerance": Decimal("0.005"),
        "unit": "%",
        "explanation": "",
    }

    def columns(self, size: int) -> list[Column]:
        return [Column(NUMBER, 14), Column(TOLERANCE, 10), Column(UNIT, 10)]

    def read(self, row: Row) -> Value:
        return {
            "value": row.number(NUMBER),
            "tolerance": row.number(TOLERANCE, Decimal(0)),
            "unit": row.text(UNIT),
        }

    def write(self, value: Value, pictures: Collection[str]) -> Written:
        return {
            NUMBER: cells.write_number(value["value"]),
            TOLERANCE: cells.write_number(value["tolerance"]),
            UNIT: value["unit"],
        }


SHEET = NumericSheet()
