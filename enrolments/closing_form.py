"""The decision that closes a class, and what is given up knowingly with it."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.polite_forms import PoliteForm
from agencies.forms import DayField
from enrolments.models import TrainingClass
from enrolments.services.closing_rules import Unsettled, decision_refusal


class CloseForm(PoliteForm):
    """The decision that recognises the results."""

    decision_number = forms.CharField(
        label=_("Số quyết định công nhận"), max_length=60, help_text="12/QĐ-SNV"
    )
    decision_on = DayField(label=_("Ngày quyết định"), initial=timezone.localdate)
    gives_up = forms.BooleanField(
        label=_("Tôi hiểu: những buổi và danh sách nêu trên không được tính."),
        required=False,
    )

    def __init__(
        self, *args, group: TrainingClass, unsettled: Unsettled, **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        self.group = group
        if not unsettled.asks:
            del self.fields["gives_up"]

    def clean_decision_on(self):
        day = self.cleaned_data["decision_on"]
        if refusal := decision_refusal(self.group, day):
            raise forms.ValidationError(refusal)
        return day
