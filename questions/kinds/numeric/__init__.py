"""A number, right within a tolerance. Decimal all the way, never a float."""

from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from accounts.formats import number
from questions.kinds.base import (
    Answer,
    Definition,
    Kind,
    Mismatch,
    Shown,
    Shows,
    field_of,
    same_text,
)
from questions.kinds.rich import (
    Pictures,
    RichStructBlock,
    explanation_text,
    question_text,
)
from questions.numbers import readings


class NumericBlock(RichStructBlock):
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


def exact(value: Decimal | None) -> str:
    """The number as JSON keeps it: plain digits with a point; a draft's blank is 0."""
    text = f"{Decimal(value or 0):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Numeric(Kind):
    """Answer: {"text": as typed}."""

    name = "numeric"
    label = _("Điền số")
    instruction = _("điền số")
    block = NumericBlock
    key_fields = ("value", "tolerance")
    outcome_template = "questions/outcomes/line.html"

    def freeze(self, value: blocks.StructValue, pictures: Pictures) -> Definition:
        return {
            "value": exact(value["value"]),
            "tolerance": exact(value["tolerance"]),
            "unit": (value["unit"] or "").strip(),
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

    def outcome(
        self, definition: Definition, answer: Answer, shows: Shows
    ) -> dict[str, Any]:
        given = self.controls(self.public(definition), answer)["given"]
        return {"given": given} | (right_number(definition) if shows.key else {})

    def rekeyed(self, frozen: Definition, corrected: Definition) -> Definition:
        if same_text(frozen["unit"]) != same_text(corrected["unit"]):
            raise Mismatch(gettext("Đơn vị của đáp số đã đổi so với lúc làm bài."))
        return self.rules(corrected)


def right_number(definition: Definition) -> dict[str, str]:
    """The number as people write it, and how far from it is still right."""
    unit = definition["unit"]
    gap = "" if unit in ("", "%") else " "
    tolerance = Decimal(definition["tolerance"])
    return {
        "right": f"{number(Decimal(definition['value']))}{gap}{unit}",
        "tolerance": f"{number(tolerance)}{gap}{unit}" if tolerance else "",
    }
