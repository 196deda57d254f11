"""What the holder fills in to ask for another paper, or to take that back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.polite_forms import PoliteForm
from certificates.causes import Cause, causes_of
from certificates.models import Certificate


class AskForm(PoliteForm):
    cause = forms.ChoiceField(label=_("Lý do"), widget=forms.RadioSelect)
    says = forms.CharField(
        label=_("Giấy đang ghi sai là"),
        max_length=300,
        required=False,
        help_text=_("Chỉ điền khi giấy ghi sai. Ví dụ: sinh ngày 05/4/1979."),
    )
    should_say = forms.CharField(
        label=_("Phải ghi là"),
        max_length=300,
        required=False,
        help_text=_("Chỉ điền khi giấy ghi sai. Ví dụ: sinh ngày 04/5/1979."),
    )
    note = forms.CharField(
        label=_("Ghi chú (không bắt buộc)"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, certificate: Certificate, **options: Any) -> None:
        super().__init__(*args, **options)
        causes = causes_of(certificate)
        self.fields["cause"].choices = [(c.value, c.label) for c in causes]
        if len(causes) == 1:
            self.fields["cause"].initial = causes[0].value

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("cause") == Cause.ERROR:
            for name, sentence in (
                ("says", gettext("Viết chỗ giấy ghi sai.")),
                ("should_say", gettext("Viết chữ đúng.")),
            ):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return data

    def told(self) -> list[tuple[str, str]]:
        """Label and value of what was filled in, to read before it is sent."""
        cause = self.cleaned_data["cause"]
        named = dict(self.fields["cause"].choices) | {"": ""}
        rows = [(str(self["cause"].label), str(named[cause]))]
        if cause == Cause.ERROR:
            rows += [(str(self[n].label), self.cleaned_data[n]) for n in SAID]
        if note := self.cleaned_data["note"]:
            rows.append((gettext("Ghi chú"), note))
        return rows


SAID = ("says", "should_say")


class TakeBackForm(PoliteForm):
    reason = forms.CharField(label=_("Lý do rút"), max_length=300)
