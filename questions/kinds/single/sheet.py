"""One right option, in Excel."""

from questions.formats.sheet.options import OptionSheet


class SingleSheet(OptionSheet):
    title = "Chọn một đáp án"
    guide = (
        "Ghi mỗi phương án vào một cột Phương án A, B, C …; cột Đáp án ghi một chữ cái. "
        "Cần nhiều hơn thì thêm cột Phương án E, F …"
    )
    key_note = "Một chữ cái, ví dụ B."
    example = {
        "text": "<p>Thẻ căn cước công dân có mấy số định danh?</p>",
        "options": [
            {"text": "<p>9 số</p>", "is_right": False, "feedback": ""},
            {"text": "<p>12 số</p>", "is_right": True, "feedback": ""},
            {"text": "<p>15 số</p>", "is_right": False, "feedback": ""},
        ],
        "explanation": "<p>Số định danh cá nhân gồm 12 số.</p>",
    }


SHEET = SingleSheet()
