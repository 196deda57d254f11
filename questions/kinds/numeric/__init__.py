"""A number, right within a tolerance. Decimal all the way, never a float."""

from decimal import Decimal
from random import Random
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from accounts.formats import number
from questions.kinds.base import (
    Answer,
    Definition,
    Kind,
    Shown,
    explanation_text,
    field_of,
    question_text,
)
from questions.numbers import readings


class NumericBlock(blocks.StructBlock):
    text = question_text()
    value = blocks.DecimalBlock(label=_("Đáp số"), max_digits=24, decimal_places=8)
    tolerance = blocks.DecimalBlock(
        label=_("Sai số cho phép"),
        default=Decimal(0),
        min_value=Decimal(0),
        max_digits=24,
        decimal_places=8,
        help_text=_("0 là phải đúng tuyệt đối; 0,005 là chấp nhận lệch đến 0,005."),
    )
    unit = blocks.CharBlock(
        label=_("Đơn vị"), required=False, max_length=20, help_text=_("Ví dụ %, đồng.")
    )
    explanation = explanation_text()

    class Meta:
        icon = "decimal"
        label = _("Điền số")


def exact(value: Decimal) -> str:
    """The number as JSON keeps it: plain digits with a point."""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Numeric(Kind):
    """Answer: {"text": as typed}."""

    name = "numeric"
    label = _("Điền số")
    instruction = _("điền số")
    block = NumericBlock
    outcome_template = "questions/outcomes/line.html"

    def freeze(self, value: blocks.StructValue, shuffle: Random | None) -> Definition:
        return {
            "value": exact(value["value"]),
            "tolerance": exact(value["tolerance"] or Decimal(0)),
            "unit": value["unit"].strip(),
        }

    def public(self, definition: Definition) -> Shown:
        return {"unit": definition["unit"]}

    def controls(self, shown: Shown, answer: Answer) -> dict[str, Any]:
        return {"given": field_of(answer, "text", str) or "", "unit": shown["unit"]}

    def read(self, shown: Shown, form: QueryDict, prefix: str) -> Answer:
        text = form.get(prefix, "").strip()[:100]
        return {"text": text} if text else None

    def mark(self, definition: Definition, answer: Answer, max_points: int) -> int:
        text = field_of(answer, "text", str) or ""
        value, tolerance = (
            Decimal(definition["value"]),
            Decimal(definition["tolerance"]),
        )
        found = readings(text, definition["unit"])
        return max_points if any(abs(n - value) <= tolerance for n in found) else 0

    def outcome(self, definition: Definition, answer: Answer) -> dict[str, Any]:
        given = self.controls(self.public(definition), answer)["given"]
        right = number(Decimal(definition["value"]))
        unit = definition["unit"]
        gap = "" if unit in ("", "%") else " "
        return {"given": given, "right": f"{right}{gap}{unit}"}
