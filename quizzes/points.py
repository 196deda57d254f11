"""Points are kept in hundredths, never as floats; authors type 1 or 0,5."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst


class PointsFormField(forms.DecimalField):
    """Shows 150 as 1,5 and reads it back."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            min_value=Decimal("0.01"),
            max_value=1000,
            decimal_places=2,
            localize=True,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return (
                f"{Decimal(value) / 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")
            )
        return value

    def clean(self, value: Any) -> int | None:
        points = super().clean(value)
        return None if points is None else int(points * 100)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class PointsField(models.PositiveIntegerField):
    """Hundredths of a point."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        kept = {k: kwargs[k] for k in ("widget", "label", "help_text") if k in kwargs}
        return PointsFormField(
            required=not self.blank,
            label=kept.get("label", capfirst(self.verbose_name)),
            help_text=kept.get("help_text", self.help_text),
            initial=self.default,
        )
