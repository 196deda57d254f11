"""A statement that is right or wrong."""

from random import Random
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from questions.kinds.base import (
    Answer,
    Definition,
    Shown,
    field_of,
)
from questions.kinds.options import ChoiceKind
from questions.kinds.rich import (
    Pictures,
    RichStructBlock,
    explanation_text,
    feedback_text,
    question_text,
    rich_html,
)

YES, NO = "true", "false"


class TrueFalseBlock(RichStructBlock):
    text = question_text()
    is_true = blocks.ChoiceBlock(
        label=_("Đáp án"), choices=[(YES, _("Đúng")), (NO, _("Sai"))]
    )
    feedback_true = feedback_text(_("Giải thích cho người chọn Đúng"))
    feedback_false = feedback_text(_("Giải thích cho người chọn Sai"))
    explanation = explanation_text()

    class Meta:
        icon = "check"
        label = _("Đúng hay sai")


class TrueFalse(ChoiceKind):
    """Answer: {"value": bool}. Always "Đúng" first, never shuffled."""

    name = "true_false"
    label = _("Đúng hay sai")
    instruction = _("đúng hay sai")
    block = TrueFalseBlock
    key_fields = ("key",)

    def freeze(self, value: blocks.StructValue, pictures: Pictures) -> Definition:
        said = {i: rich_html(value[f"feedback_{i}"], pictures) for i in (YES, NO)}
        return {
            "key": value["is_true"] == YES,
            "feedback": {i: html for i, html in said.items() if html},
        }

    def shuffled(self, definition: Definition, rng: Random) -> Definition:
        return {}

    def public(self, definition: Definition) -> Shown:
        return {}

    def controls(self, shown: Shown, answer: Answer) -> dict[str, Any]:
        options = [
            {"id": YES, "html": gettext("Đúng")},
            {"id": NO, "html": gettext("Sai")},
        ]
        return super().controls({"options": options}, answer)

    def chosen(self, answer: Answer) -> set[str]:
        value = field_of(answer, "value", bool)
        return set() if value is None else {YES if value else NO}

    def right(self, definition: Definition) -> set[str]:
        return {YES if definition["key"] else NO}

    def read(self, shown: Shown, form: QueryDict, prefix: str) -> Answer:
        value = form.get(prefix)
        return {"value": value == YES} if value in (YES, NO) else None

    def mark(self, definition: Definition, answer: Answer, max_points: int) -> int:
        return max_points if self.chosen(answer) == self.right(definition) else 0
