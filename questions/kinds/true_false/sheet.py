"""A statement that is right or wrong, in Excel."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from accounts.collation import fold
from questions.formats.sheet import cells
from questions.formats.sheet.rows import (
    FALSE,
    TRUE,
    Column,
    KindSheet,
    Refused,
    Row,
    Value,
    Written,
)

KEY = "Đáp án"
SAID = {
    "feedback_true": "Nhận xét khi chọn Đúng",
    "feedback_false": "Nhận xét khi chọn Sai",
}
WORDS = {
    "dung": "true", "true": "true", "d": "true", "1": "true",
    "sai": "false", "false": "false", "s": "false", "0": "false",
}  # fmt: skip


class TrueFalseSheet(KindSheet):
    title = "Đúng hay sai"
    guide = "Ghi nhận định vào cột Câu hỏi; cột Đáp án chọn Đúng hoặc Sai."
    example = {
        "text": "<p>Kết quả điện tử có giá trị như bản giấy.</p>",
        "is_true": "true",
        "feedback_true": "",
        "feedback_false": "",
        "explanation": "",
    }

    def columns(self, size: int) -> list[Column]:
        return [Column(KEY, 10, (TRUE, FALSE))]

    def late_columns(self, size: int) -> list[Column]:
        return [Column(heading, 24) for heading in SAID.values()]

    def read(self, row: Row) -> Value:
        key = WORDS.get(fold(row.needed(KEY)))
        if key is None:
            raise Refused(KEY, _("chỉ ghi Đúng hoặc Sai."))
        said = {name: row.rich(heading) for name, heading in SAID.items()}
        return {"is_true": key, **said}

    def write(self, value: Value, pictures: Collection[str]) -> Written:
        said = {
            heading: cells.write_rich(value[name], pictures)
            for name, heading in SAID.items()
        }
        return {KEY: TRUE if value["is_true"] == "true" else FALSE, **said}


SHEET = TrueFalseSheet()
