"""A few words, in Excel."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from questions.formats.sheet import cells
from questions.formats.sheet.rows import (
    NO,
    YES,
    Column,
    KindSheet,
    Refused,
    Row,
    Value,
    Written,
)

KEY, EXACT = "Đáp án", "Phân biệt dấu và chữ hoa"


class ShortAnswerSheet(KindSheet):
    title = "Trả lời ngắn"
    guide = (
        "Cột Đáp án ghi các cách viết được chấp nhận, cách nhau bằng dấu |. Dấu * thay "
        "cho chữ bất kỳ; muốn có chính dấu sao thì viết \\*."
    )
    example = {
        "text": "<p>Loại chữ ký nào dùng để ký bản sao điện tử?</p>",
        "accepted": ["Chữ ký số", "Chữ kí số cá nhân"],
        "is_folded": True,
        "explanation": "",
    }

    def columns(self, size: int) -> list[Column]:
        note = "Không: viết hoa hay thiếu dấu vẫn đúng. Thường để Không."
        return [
            Column(KEY, 32, note="Nhiều cách viết thì cách nhau bằng dấu |"),
            Column(EXACT, 14, (YES, NO), note),
        ]

    def read(self, row: Row) -> Value:
        accepted = row.parts(KEY)
        if not accepted:
            raise Refused(KEY, _("còn trống."))
        return {"accepted": accepted, "is_folded": not row.flag(EXACT)}

    def write(self, value: Value, pictures: Collection[str]) -> Written:
        exact = NO if value["is_folded"] else YES
        return {KEY: cells.join(value["accepted"], "|"), EXACT: exact}


SHEET = ShortAnswerSheet()
