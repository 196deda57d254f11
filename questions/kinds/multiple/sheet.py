"""Several right options, in Excel."""

from collections.abc import Collection

from questions.formats.sheet.options import OptionSheet
from questions.formats.sheet.rows import NO, YES, Column, Row, Value, Written

PARTIAL = "Chấm từng phần"


class MultipleSheet(OptionSheet):
    title = "Chọn nhiều đáp án"
    guide = "Như Chọn một đáp án; cột Đáp án ghi các chữ cái, ví dụ A, C."
    key_note = "Các chữ cái, ví dụ A, C."
    example = {
        "text": "<p>Những giấy tờ nào được số hóa?</p>",
        "options": [
            {
                "text": "<p>Kết quả giải quyết trước đó</p>",
                "is_right": True,
                "feedback": "",
            },
            {
                "text": "<p>Giấy tờ chuyên ngành</p>",
                "is_right": True,
                "feedback": "",
            },
            {
                "text": "<p>Tờ rơi hướng dẫn</p>",
                "is_right": False,
                "feedback": "<p>Tờ rơi không thuộc hồ sơ.</p>",
            },
        ],
        "is_partial": True,
        "explanation": "",
    }

    def columns(self, size: int) -> list[Column]:
        note = "Có: chọn đúng phần nào được điểm phần ấy. Không: phải đúng hết."
        return [*super().columns(size), Column(PARTIAL, 12, (YES, NO), note)]

    def read(self, row: Row) -> Value:
        return super().read(row) | {"is_partial": row.flag(PARTIAL)}

    def write(self, value: Value, pictures: Collection[str]) -> Written:
        partial = YES if value["is_partial"] else NO
        return super().write(value, pictures) | {PARTIAL: partial}


SHEET = MultipleSheet()
