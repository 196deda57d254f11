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
    explanation_text,
    field_of,
    question_text,
)
from questions.kinds.options import ChoiceKind

YES, NO = "true", "false"


class TrueFalseBlock(blocks.StructBlock):
    text = question_text()
    is_true = blocks.ChoiceBlock(
        label=_("Đáp án"), choices=[(YES, _("Đúng")), (NO, _("Sai"))]
    )
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

    def freeze(self, value: blocks.StructValue, shuffle: Random | None) -> Definition:
        return {"key": value["is_true"] == YES}

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
