"""One right option among several."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from questions.kinds.base import (
    Answer,
    Definition,
    Mismatch,
    Shown,
    field_of,
)
from questions.kinds.options import (
    ChoiceKind,
    check_distinct,
    freeze_options,
    options_list,
    right_ids,
    right_options,
)
from questions.kinds.rich import (
    Pictures,
    RichStructBlock,
    explanation_text,
    question_text,
    refused,
)


class SingleBlock(RichStructBlock):
    text = question_text()
    options = options_list()
    explanation = explanation_text()

    class Meta:
        icon = "radio-full"
        label = _("Chọn một đáp án")

    def verify(self, value: Any) -> None:
        super().verify(value)
        check_distinct(value["options"])
        if sum(option["is_right"] for option in value["options"]) != 1:
            raise refused(options=_("Đánh dấu đúng một phương án là đáp án."))


class Single(ChoiceKind):
    """Answer: {"choice": option id}."""

    name = "single"
    label = _("Chọn một đáp án")
    instruction = _("chọn một đáp án")
    block = SingleBlock

    def freeze(self, value: blocks.StructValue, pictures: Pictures) -> Definition:
        right = right_ids(value)  # a draft in preview may have none yet
        return freeze_options(value, pictures) | {"key": right[0] if right else ""}

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

    def rekeyed(self, frozen: Definition, corrected: Definition) -> Definition:
        right = right_options(frozen, corrected)
        if len(right) > 1:
            raise Mismatch(gettext("Hai phương án đã cho xem đều ứng với đáp án đúng."))
        return {"key": right[0]}
