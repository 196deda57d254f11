"""An answer that a person marks, in Excel."""

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
)

RUBRIC, GUIDE, WORDS = "Tiêu chí chấm", "Hướng dẫn chấm", "Số chữ nhiều nhất"


class EssaySheet(KindSheet):
    title = "Tự luận"
    guide = (
        "Cột Tiêu chí chấm ghi tên và trọng số, cách nhau bằng dấu |, ví dụ "
        "“Nêu đúng căn cứ = 60 | Trình bày rõ = 40”. Hướng dẫn chấm chỉ người chấm thấy."
    )
    example = {
        "text": "<p>Anh/chị xử lý thế nào khi hồ sơ thiếu giấy tờ?</p>",
        "rubric": [
            {"name": "Nêu đúng căn cứ", "weight": 60},
            {"name": "Trình bày rõ", "weight": 40},
        ],
        "guide": "<p>Cần nêu Mẫu số 02.</p>",
        "max_words": 300,
        "explanation": "",
    }

    def columns(self, size: int) -> list[Column]:
        return [
            Column(RUBRIC, 36, note="Tên = trọng số, cách nhau bằng dấu |"),
            Column(GUIDE, 36),
            Column(WORDS, 12),
        ]

    def read(self, row: Row) -> Value:
        return {
            "rubric": [self.criterion(part) for part in row.parts(RUBRIC)],
            "guide": row.rich(GUIDE),
            "max_words": row.whole(WORDS),
        }

    def criterion(self, part: str) -> Value:
        name, _sign, weight = part.rpartition("=")
        if not name.strip() or not weight.strip().isdecimal():
            why = _("“%(text)s” chưa có trọng số. Viết dạng Nêu đúng căn cứ = 60.")
            raise Refused(RUBRIC, why % {"text": part[:60]})
        return {"name": name.strip(), "weight": int(weight)}

    def write(self, value: Value, pictures: Collection[str]) -> Written:
        rows = [f"{row['name']} = {row['weight']}" for row in value["rubric"]]
        words = value["max_words"]
        return {
            RUBRIC: cells.join(rows, "|"),
            GUIDE: cells.write_rich(value["guide"], pictures),
            WORDS: "" if words is None else words,
        }


SHEET = EssaySheet()
