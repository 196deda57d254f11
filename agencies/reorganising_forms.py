"""Sending the file of a reorganisation, and confirming what it would do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from accounts.polite_forms import PoliteForm
from agencies.forms import DayField
from agencies.models import Kind
from agencies.reorganising import COLUMNS, REQUIRED, Step, read_steps
from agencies.tables import MAX_BYTES, RowError, read_table
from agencies.workbooks import UnusableFileError

SALT = "agencies.reorganise"
AN_HOUR = 3600


class ReorganiseForm(PoliteForm):
    """A CSV or XLSX of rows, the day they hold from, and the decision behind them."""

    file = forms.FileField(
        label=_("Tệp sắp xếp"),
        help_text=_(
            "CSV hoặc XLSX có các cột action, code, new_code, new_name, new_kind, "
            "new_parent."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    effective_on = DayField(label=_("Có hiệu lực từ ngày"), help_text="01/7/2025")
    decision = forms.CharField(
        label=_("Căn cứ"),
        max_length=200,
        required=False,
        help_text=_("Số, ngày của nghị quyết hoặc quyết định."),
    )
    errors_in_rows: list[RowError] = []

    def clean_file(self) -> list[Step]:
        """The rows; those with errors are listed beside the form."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("Tệp quá lớn. Hãy chia thành nhiều tệp."))
        try:
            table = read_table(file.read(), columns=COLUMNS, required=REQUIRED)
        except UnusableFileError as error:
            raise forms.ValidationError(str(error)) from error
        steps, self.errors_in_rows = read_steps(table, kinds=Kind.values)
        if not steps and not self.errors_in_rows:
            raise forms.ValidationError(_("Tệp không có dòng nào."))
        return steps

    def sealed(self) -> str:
        """What was looked at, so that just this and nothing else is confirmed."""
        said = self.cleaned_data
        content = {
            "steps": [vars(step) for step in said["file"]],
            "effective_on": said["effective_on"].isoformat(),
            "decision": said["decision"],
            "file_name": self.files["file"].name[:200],
        }
        return signing.dumps(content, salt=SALT, compress=True)


def unsealed(text: str) -> dict[str, Any]:
    """The confirmed content; raises signing.BadSignature, also after an hour."""
    content = signing.loads(text, salt=SALT, max_age=AN_HOUR)
    content["steps"] = [Step(**step) for step in content["steps"]]
    return content
