"""The columns that single and multiple have in common: options and what is said to each."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from questions.formats.sheet import cells
from questions.formats.sheet.rows import (
    LETTERS,
    Column,
    KindSheet,
    Refused,
    Row,
    Value,
    Written,
)

OPTION, FEEDBACK, KEY = "Phương án", "Nhận xét", "Đáp án"


class OptionSheet(KindSheet):
    """Options in columns A, B, C …; the key names their letters."""

    least = 4
    key_note: str

    def size(self, value: Value) -> int:
        return len(value["options"])

    def columns(self, size: int) -> list[Column]:
        options = [Column(f"{OPTION} {letter}", 28) for letter in LETTERS[:size]]
        return [*options, Column(KEY, 10, note=self.key_note)]

    def late_columns(self, size: int) -> list[Column]:
        note = "Hiện sau khi nộp bài cho người đã chọn phương án này. Có thể để trống."
        return [Column(f"{FEEDBACK} {x}", 24, note=note) for x in LETTERS[:size]]

    def read(self, row: Row) -> Value:
        options = row.series(OPTION)
        right = self.right(row, set(options))
        return {
            "options": [
                {
                    "text": row.read_rich(f"{OPTION} {letter}", cell),
                    "is_right": letter in right,
                    "feedback": row.rich(f"{FEEDBACK} {letter}"),
                }
                for letter, cell in options.items()
            ]
        }

    def right(self, row: Row, letters: set[str]) -> set[str]:
        """The letters of the key: "B", "A, C", "AC"."""
        text = row.needed(KEY).upper()
        named = {sign for sign in text if sign.isalnum()}
        if named <= letters and len(named) == sum(map(str.isalnum, text)):
            return named
        why = _("“%(key)s” không phải chữ cái của các phương án đã ghi.")
        raise Refused(KEY, why % {"key": text[:40]})

    def write(self, value: Value, pictures: Collection[str]) -> Written:
        lettered = list(zip(LETTERS, value["options"], strict=False))
        texts = {
            f"{OPTION} {letter}": cells.write_rich(option["text"], pictures)
            for letter, option in lettered
        }
        said = {
            f"{FEEDBACK} {letter}": cells.write_rich(option["feedback"], pictures)
            for letter, option in lettered
        }
        key = ", ".join(letter for letter, option in lettered if option["is_right"])
        return texts | said | {KEY: key}
