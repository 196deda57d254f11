"""What is asked of whoever withdraws or replaces a paper in /cms/."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.formats import vdate
from certificates.models import Certificate, RegisterEntry
from certificates.terms import due_on

Cause = RegisterEntry.Cause
HOW = _("Ghi như 05/4/2023.")


class DayField(forms.DateField):
    """A day as it is written here; a typed zero more or less does not matter."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(
            format="%d/%m/%Y", attrs={"inputmode": "numeric", "autocomplete": "off"}
        )
        super().__init__(
            input_formats=["%d/%m/%Y", "%Y-%m-%d"], widget=widget, **options
        )


class NoteField(forms.CharField):
    def __init__(self) -> None:
        super().__init__(
            label=_("Ghi chú"),
            max_length=300,
            required=False,
            help_text=_("Người được cấp đọc được ghi chú này."),
            widget=forms.Textarea(attrs={"rows": 2}),
        )


class StepForm(forms.Form):
    """`said` is what the service takes, `told` what is read before confirming."""

    def __init__(
        self, *args: Any, certificate: Certificate, on: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.certificate, self.on = certificate, on

    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    def told(self) -> list[tuple[str, str]]:
        """Label and value of each field that was filled in."""
        rows = []
        for bound in self:
            value = self.cleaned_data.get(bound.name)
            if isinstance(value, date):
                value = vdate(value)
            choices = dict(getattr(bound.field, "choices", []))
            if value:
                rows.append((str(bound.label), str(choices.get(value, value))))
        return rows


class RevokeForm(StepForm):
    decision_number = forms.CharField(label=_("Số quyết định"), max_length=60)
    decision_on = DayField(label=_("Ngày quyết định"), help_text=HOW)
    ground = forms.ChoiceField(
        label=_("Lý do thu hồi"),
        choices=RegisterEntry.Ground.choices,
        widget=forms.RadioSelect,
    )
    note = NoteField()


class MislaidForm(StepForm):
    cause = forms.ChoiceField(
        label=_("Tờ giấy cũ"),
        choices=[(c.value, c.label) for c in (Cause.LOST, Cause.DAMAGED)],
        widget=forms.RadioSelect,
    )
    note = NoteField()


class CorrectForm(StepForm):
    name = forms.CharField(
        label=_("Họ và tên đúng"),
        max_length=150,
        help_text=_("Viết đúng như phải in trên giấy."),
    )
    born = DayField(
        label=_("Ngày sinh đúng"),
        required=False,
        help_text=_("Để trống thì giữ ngày sinh đang ghi trên giấy."),
    )
    note = NoteField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].initial = self.certificate.facts["name"]

    def said(self) -> dict[str, Any]:
        born = self.cleaned_data["born"]
        return super().said() | {"born": vdate(born) if born else None}


class RequestForm(StepForm):
    cause = forms.ChoiceField(
        label=_("Lý do"), choices=Cause.choices, widget=forms.RadioSelect
    )
    received_on = DayField(label=_("Nhận đề nghị ngày"), help_text=HOW)
    note = NoteField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["received_on"].initial = self.on

    def said(self) -> dict[str, Any]:
        due = due_on(self.certificate, self.cleaned_data["received_on"])
        return super().said() | {"due_on": due}

    def told(self) -> list[tuple[str, str]]:
        return [
            *super().told(),
            (str(_("Hạn giải quyết")), vdate(self.said()["due_on"])),
        ]


class WithdrawForm(StepForm):
    reason = forms.CharField(
        label=_("Lý do rút"),
        max_length=300,
        help_text=_("Người được cấp đọc được lý do này."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
