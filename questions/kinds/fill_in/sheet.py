"""A text with gaps, in Excel."""

from collections.abc import Collection
from decimal import Decimal

from django.utils.translation import gettext as _

from questions.formats.sheet import cells
from questions.formats.sheet.rows import (
    Column,
    KindSheet,
    Refused,
    Row,
    Value,
    Written,
    text_of,
)

GAP = "Chỗ trống"


class FillInSheet(KindSheet):
    title = "Điền chỗ trống"
    guide = (
        "Trong cột Câu hỏi viết [[1]], [[2]] … ở chỗ trống. Cột Chỗ trống 1 ghi đáp án: "
        "“28 | hai mươi tám” là gõ chữ; “chọn: đúng | sai | sai” là chọn trong danh "
        "sách, đáp án đứng đầu; “số: 28,81 ± 0,01” là điền số; “đúng chữ: Một cửa” là "
        "phân biệt dấu và chữ hoa."
    )
    least = 3
    example = {
        "text": "<p>Hồ sơ được giải quyết trong [[1]] ngày [[2]].</p>",
        "gaps": [
            {
                "mode": "number",
                "accepted": ["3"],
                "wrong": [],
                "tolerance": Decimal(0),
                "is_folded": True,
            },
            {
                "mode": "choice",
                "accepted": ["làm việc"],
                "wrong": ["theo lịch"],
                "tolerance": Decimal(0),
                "is_folded": True,
            },
        ],
        "explanation": "",
    }

    def size(self, value: Value) -> int:
        return len(value["gaps"])

    def columns(self, size: int) -> list[Column]:
        note = "a | b · chọn: đúng | sai · số: 28,81 ± 0,01 · đúng chữ: Một cửa"
        return [Column(f"{GAP} {n}", 28, note=note) for n in range(1, size + 1)]

    def read(self, row: Row) -> Value:
        gaps = []
        for number, cell in row.series(GAP).items():
            try:
                gaps.append(cells.read_gap(text_of(cell)))
            except ValueError:
                why = _("không đọc được “%(text)s”. Xem trang Hướng dẫn.")
                text = text_of(cell)[:60]
                raise Refused(f"{GAP} {number}", why % {"text": text}) from None
        return {"gaps": gaps}

    def write(self, value: Value, pictures: Collection[str]) -> Written:
        gaps = enumerate(value["gaps"], 1)
        return {f"{GAP} {n}": cells.write_gap(gap) for n, gap in gaps}


SHEET = FillInSheet()
