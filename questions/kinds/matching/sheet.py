"""Pairs to match, in Excel."""

from collections.abc import Collection

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

LEFT, RIGHT, EXTRA = "Vế trái", "Vế phải", "Vế phải thừa"


class MatchingSheet(KindSheet):
    title = "Ghép cặp"
    guide = (
        "Vế trái 1 ghép với Vế phải 1, Vế trái 2 với Vế phải 2 … Cột Vế phải thừa ghi "
        "những vế không ghép với vế nào, cách nhau bằng dấu |."
    )
    least = 4
    example = {
        "text": "<p>Ghép mẫu phiếu với tên gọi.</p>",
        "pairs": [
            {"left": "Mẫu 01", "right": "Giấy tiếp nhận hồ sơ"},
            {"left": "Mẫu 02", "right": "Phiếu yêu cầu bổ sung"},
        ],
        "distractors": ["Sổ theo dõi hồ sơ"],
        "explanation": "",
    }

    def size(self, value: Value) -> int:
        return len(value["pairs"])

    def columns(self, size: int) -> list[Column]:
        pairs = [
            Column(f"{side} {n}", 22)
            for n in range(1, size + 1)
            for side in (LEFT, RIGHT)
        ]
        return [*pairs, Column(EXTRA, 28, note="Cách nhau bằng dấu |")]

    def read(self, row: Row) -> Value:
        lefts, rights = row.series(LEFT), row.series(RIGHT)
        for alone in sorted(set(lefts) ^ set(rights)):
            side = RIGHT if alone in lefts else LEFT
            raise Refused(f"{side} {alone}", _("còn trống, vế kia đã có chữ."))
        pairs = [
            {"left": text_of(left), "right": text_of(rights[n])}
            for n, left in lefts.items()
        ]
        return {"pairs": pairs, "distractors": row.parts(EXTRA)}

    def write(self, value: Value, pictures: Collection[str]) -> Written:
        written: Written = {EXTRA: cells.join(value["distractors"], "|")}
        for n, pair in enumerate(value["pairs"], 1):
            written[f"{LEFT} {n}"] = pair["left"]
            written[f"{RIGHT} {n}"] = pair["right"]
        return written


SHEET = MatchingSheet()
