"""A picture of an issuer in forms: uploaded, checked, kept by its name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from certificates import marks
from certificates.pictures import PictureRefused


class MarkInput(forms.ClearableFileInput):
    """A file to choose, with the picture there is and a box to take it away."""

    def is_initial(self, value: Any) -> bool:
        return bool(value) and isinstance(value, str)

    def format_value(self, value: Any) -> str | None:
        return value if self.is_initial(value) else None

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        context = self.get_context(name, value, attrs) | {"picture": _shown(value)}
        return render_to_string("certificates/mark_input.html", context)


def _shown(name: Any) -> str:
    try:
        return marks.address(name) if isinstance(name, str) and name else ""
    except marks.MarkGone:
        return ""


class MarkFormField(forms.FileField):
    """Gives the name of the picture that is kept, or "" for none."""

    widget = MarkInput

    def clean(self, data: Any, initial: str | None = None) -> str:
        found = super().clean(data, initial)
        if not found or isinstance(found, str):
            return found or ""
        try:
            return marks.keep(found.read())
        except PictureRefused as refusal:
            raise ValidationError(str(refusal)) from refusal


class MarkField(models.CharField):
    """The name of a picture kept by `certificates.marks`; "" for none."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **({"max_length": 80, "blank": True} | kwargs))

    def formfield(self, **kwargs) -> forms.Field:
        return MarkFormField(
            label=kwargs.get("label", self.verbose_name.capitalize()),
            help_text=self.help_text,
            required=False,
        )
