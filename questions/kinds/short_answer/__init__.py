"""A few words: accepted spellings, wildcards, and marks that may not matter."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from questions.kinds.base import Answer, Definition, Kind, Shown, Shows, field_of
from questions.kinds.rich import (
    Pictures,
    RichStructBlock,
    explanation_text,
    question_text,
    refused,
)
from questions.kinds.texts import accepts, escaped, has_words, readable


def folded_switch() -> blocks.BooleanBlock:
    return blocks.BooleanBlock(
        label=_("Không phân biệt dấu và chữ hoa"),
        required=False,
        default=True,
        help_text=_("Đánh dấu thì “so hoa”, “SỐ HÓA” và “số hóa” được chấm như nhau."),
    )


class ShortAnswerBlock(RichStructBlock):
    text = question_text()
    accepted = blocks.ListBlock(
        blocks.CharBlock(label=_("Cách viết được chấp nhận"), max_length=300),
        label=_("Đáp án"),
        min_num=1,
        help_text=_(
            "Cách viết đầu tiên được hiện ở trang kết quả. Dấu * thay cho chữ bất kỳ: "
            "“chữ ký số*” nhận cả “chữ ký số cá nhân”; muốn đúng dấu sao thì viết \\*."
        ),
    )
    is_folded = folded_switch()
    explanation = explanation_text()

    class Meta:
        icon = "pilcrow"
        label = _("Trả lời ngắn")

    def verify(self, value: Any) -> None:
        super().verify(value)
        is_folded = value["is_folded"]
        if not all(has_words(t, is_folded=is_folded) for t in value["accepted"]):
            raise refused(accepted=_("Mỗi đáp án cần có ít nhất một chữ hoặc chữ số."))


def patterns(definition: Definition) -> list[str]:
    """What is accepted; before schema 2 a star was a star."""
    accepted = definition["accepted"]
    return accepted if "folded" in definition else [escaped(t) for t in accepted]


class ShortAnswer(Kind):
    """Answer: {"text": as typed}."""

    name = "short_answer"
    label = _("Trả lời ngắn")
    instruction = _("trả lời ngắn")
    block = ShortAnswerBlock
    key_fields = ("accepted", "folded")
    outcome_template = "questions/outcomes/line.html"

    def freeze(self, value: blocks.StructValue, pictures: Pictures) -> Definition:
        return {
            "accepted": [text.strip() for text in value["accepted"] if text],
            "folded": bool(value["is_folded"]),
        }

    def public(self, definition: Definition) -> Shown:
        return {"folded": definition.get("folded", True)}

    def controls(self, shown: Shown, answer: Answer) -> dict[str, Any]:
        given = field_of(answer, "text", str) or ""
        return {"given": given, "folded": shown["folded"]}

    def read(self, shown: Shown, form: QueryDict, prefix: str) -> Answer:
        text = form.get(prefix, "").strip()[:500]
        return {"text": text} if text else None

    def mark(self, definition: Definition, answer: Answer, max_points: int) -> int:
        given = field_of(answer, "text", str) or ""
        is_folded = definition.get("folded", True)
        accepted = patterns(definition)
        is_right = any(accepts(p, given, is_folded=is_folded) for p in accepted)
        return max_points if is_right else 0

    def outcome(
        self, definition: Definition, answer: Answer, shows: Shows
    ) -> dict[str, Any]:
        given = {"given": field_of(answer, "text", str) or ""}
        if not shows.key:
            return given
        return given | {"right": readable(next(iter(patterns(definition)), ""))}

    def rekeyed(self, frozen: Definition, corrected: Definition) -> Definition:
        return self.rules(corrected)
