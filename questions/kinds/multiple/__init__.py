"""Several right options: all or nothing, or partial credit with a penalty."""

from fractions import Fraction
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from questions.kinds.base import (
    Answer,
    Definition,
    Shown,
    field_of,
    share,
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


class MultipleBlock(RichStructBlock):
    text = question_text()
    options = options_list()
    is_partial = blocks.BooleanBlock(
        label=_("Chấm từng phần"),
        required=False,
        help_text=_(
            "Mỗi phương án đúng được một phần điểm, mỗi phương án sai trừ đi một phần, "
            "không dưới 0. Không đánh dấu thì phải chọn đúng hết mới có điểm."
        ),
    )
    explanation = explanation_text()

    class Meta:
        icon = "tasks"
        label = _("Chọn nhiều đáp án")

    def verify(self, value: Any) -> None:
        super().verify(value)
        check_distinct(value["options"])
        if not any(option["is_right"] for option in value["options"]):
            raise refused(options=_("Đánh dấu ít nhất một phương án là đáp án."))


class Multiple(ChoiceKind):
    """Answer: {"choices": [option ids]}."""

    name = "multiple"
    label = _("Chọn nhiều đáp án")
    instruction = _("chọn tất cả đáp án đúng")
    block = MultipleBlock
    key_fields = ("key", "partial")
    takes_several = True

    def freeze(self, value: blocks.StructValue, pictures: Pictures) -> Definition:
        return freeze_options(value, pictures) | {
            "key": right_ids(value),
            "partial": bool(value["is_partial"]),
        }

    def chosen(self, answer: Answer) -> set[str]:
        choices = field_of(answer, "choices", list) or []
        return {choice for choice in choices if isinstance(choice, str)}

    def right(self, definition: Definition) -> set[str]:
        return set(definition["key"])

    def read(self, shown: Shown, form: QueryDict, prefix: str) -> Answer:
        ticked = set(form.getlist(prefix))
        choices = [o["id"] for o in shown["options"] if o["id"] in ticked]
        return {"choices": choices} if choices else None

    def mark(self, definition: Definition, answer: Answer, max_points: int) -> int:
        chosen, right = self.chosen(answer), self.right(definition)
        if not right:
            return 0
        if not definition["partial"]:
            return max_points if chosen == right else 0
        net = len(chosen & right) - len(chosen - right)
        return share(Fraction(net, len(right)), max_points)

    def rekeyed(self, frozen: Definition, corrected: Definition) -> Definition:
        right = right_options(frozen, corrected)
        same = set(right) == set(frozen["key"])
        return self.rules(corrected) | {"key": frozen["key"] if same else right}

    def chance(self, definition: Definition) -> Fraction | None:
        """One of the 2^n - 1 ways to choose something; partial points earn more."""
        return Fraction(1, 2 ** len(definition["options"]) - 1)
