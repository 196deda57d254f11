"""A few words; case, tone marks, spaces and outer punctuation do not matter."""

import string
import unicodedata
from random import Random
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from accounts.collation import fold
from questions.kinds.base import (
    Answer,
    Definition,
    Kind,
    Shown,
    explanation_text,
    field_of,
    question_text,
    refused,
)

OUTER = string.punctuation + "“”‘’«»…–—"


def folded(text: str) -> str:
    """What is compared: "  “Chữ ký số cá nhân”. " is "chu ky so ca nhan"."""
    return " ".join(fold(unicodedata.normalize("NFKC", text)).split()).strip(
        OUTER + " "
    )


class ShortAnswerBlock(blocks.StructBlock):
    text = question_text()
    accepted = blocks.ListBlock(
        blocks.CharBlock(label=_("Cách viết được chấp nhận"), max_length=300),
        label=_("Đáp án"),
        min_num=1,
        help_text=_(
            "Không cần ghi lại cách viết không dấu hay chữ hoa: hệ thống chấm như nhau. "
            "Cách viết đầu tiên được hiện ở trang kết quả."
        ),
    )
    explanation = explanation_text()

    class Meta:
        icon = "pilcrow"
        label = _("Trả lời ngắn")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not all(folded(text) for text in cleaned["accepted"]):
            raise refused(accepted=_("Mỗi đáp án cần có ít nhất một chữ hoặc chữ số."))
        return cleaned


class ShortAnswer(Kind):
    """Answer: {"text": as typed}."""

    name = "short_answer"
    label = _("Trả lời ngắn")
    instruction = _("trả lời ngắn")
    block = ShortAnswerBlock
    outcome_template = "questions/outcomes/line.html"

    def freeze(self, value: blocks.StructValue, shuffle: Random | None) -> Definition:
        return {"accepted": [text.strip() for text in value["accepted"]]}

    def public(self, definition: Definition) -> Shown:
        return {}

    def controls(self, shown: Shown, answer: Answer) -> dict[str, Any]:
        return {"given": field_of(answer, "text", str) or ""}

    def read(self, shown: Shown, form: QueryDict, prefix: str) -> Answer:
        text = form.get(prefix, "").strip()[:500]
        return {"text": text} if text else None

    def mark(self, definition: Definition, answer: Answer, max_points: int) -> int:
        given = folded(field_of(answer, "text", str) or "")
        accepted = {folded(text) for text in definition["accepted"]} - {""}
        return max_points if given in accepted else 0

    def outcome(self, definition: Definition, answer: Answer) -> dict[str, Any]:
        return self.controls({}, answer) | {"right": definition["accepted"][0]}
