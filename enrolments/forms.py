"""A class as its administrator sees it, and one more person in it."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.polite_forms import PoliteAdminForm, PoliteForm
from agencies.forms import DayField
from enrolments.models import TrainingClass
from enrolments.services.closing_rules import decision_refusal

CODE_TAKEN = {
    "code": {"unique": _("Mã lớp này đã dùng cho lớp khác. Anh/chị chọn mã khác.")}
}


class TrainingClassForm(PoliteAdminForm):
    """Course, days and decision of a class; learners are enrolled elsewhere."""

    opens_on = DayField(label=_("Khai giảng"), help_text=_("Ví dụ 05/4/2023."))
    due_on = DayField(
        label=_("Hạn hoàn thành"),
        required=False,
        help_text=_("Tính đến hết ngày này. Để trống nếu lớp không có hạn."),
    )
    decision_on = DayField(label=_("Ngày quyết định"), required=False)

    class Meta:
        model = TrainingClass
        fields = [
            "code", "title", "course", "mode", "opens_on", "due_on",
            "decision_number", "decision_on",
        ]  # fmt: skip
        error_messages = CODE_TAKEN

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Facts of learning belong to the course: a class with learners keeps it.
        if self.instance.pk and self.instance.enrolments.exists():
            self.fields["course"].disabled = True
            self.fields["course"].help_text = _(
                "Lớp đã có học viên nên không đổi khóa học được."
            )

    def clean(self) -> dict:
        cleaned = super().clean()
        opens_on, due_on = cleaned.get("opens_on"), cleaned.get("due_on")
        if opens_on and due_on and due_on < opens_on:
            self.add_error(
                "due_on",
                _("Hạn hoàn thành đứng trước ngày khai giảng. Sửa một trong hai ngày."),
            )
        self._check_decision(opens_on, cleaned.get("decision_on"))
        return cleaned

    def _check_decision(self, opens_on: date | None, day: date | None) -> None:
        if opens_on is None:
            return
        group = TrainingClass(code=self.cleaned_data.get("code", ""), opens_on=opens_on)
        if refusal := decision_refusal(group, day):
            self.add_error("decision_on", refusal)


class EnrolForm(PoliteForm):
    """One person by staff code."""

    staff_code = forms.CharField(
        label=_("Mã cán bộ"),
        max_length=64,
        help_text=_("Ghi danh nhiều người: dùng danh sách (import_roster)."),
    )

    def clean_staff_code(self) -> User:
        code = self.cleaned_data["staff_code"].strip()
        person = User.objects.active().filter(staff_code__iexact=code).first()
        if person is None:
            raise forms.ValidationError(
                _("Không có cán bộ đang hoạt động mang mã này. Kiểm tra lại mã.")
            )
        return person
