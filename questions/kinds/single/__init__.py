"""One right option among several."""

from random import Random
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from questions.kinds.base import (
    Answer,
    Definition,
    Shown,
    explanation_text,
    field_of,
    question_text,
    refused,
)
from questions.kinds.options import (
    ChoiceKind,
    check_distinct,
    freeze_options,
    options_list,
)


class SingleBlock(blocks.StructBlock):
    text = question_text()
    options = options_list()
    explanation = explanation_text()

    class Meta:
        icon = "radio-full"
        label = _("Chọn một đáp án")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        check_distinct(cleaned["options"])
        if sum(option["is_right"] for option in cleaned["options"]) != 1:
            raise refused(options=_("Đánh dấu đúng một phương án là đáp án."))
        return cleaned


class Single(ChoiceKind):
    """Answer: {"choice": option id}."""

    name = "single"
    label = _("Chọn một đáp án")
    instruction = _("chọn một đáp án")
    block = SingleBlock

    def freeze(self, value: blocks.StructValue, shuffle: Random | None) -> Definition:
        options, right = freeze_options(value, shuffle)
        return {"options": options, "key": right[0]}

    def chosen(self, answer: Answer) -> set[str]:
        choice = field_of(answer, "choice", str)
        return {choice} if choice else set()

    def right(self, definition: Definition) -> set[str]:
        return {definition["key"]}

    def read(self, shown: Shown, form: QueryDict, prefix: str) -> Answer:
        choice = form.get(prefix)
        known = {option["id"] for option in shown["options"]}
        return {"choice": choice} if choice in known else None

    def mark(self, definition: Definition, answer: Answer, max_points: int) -> int:
        return max_points if self.chosen(answer) == self.right(definition) else 0
