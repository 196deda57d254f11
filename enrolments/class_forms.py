"""Opening, copying and closing a class; whom it is for; exceptions to it."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.polite_forms import PoliteForm, PoliteModelForm
from agencies.forms import DayField
from agencies.models import AgencyPeriod
from courses.models import CoursePage
from enrolments.coordinating import coordinated_units
from enrolments.forms import CODE_TAKEN
from enrolments.models import TrainingClass
from enrolments.roster_forms import UnitChoice, highest


class ClassForm(PoliteModelForm):
    """A class as its coordinator describes it."""

    opens_on = DayField(label=_("Khai giảng"), help_text=_("Ví dụ 05/4/2023."))
    due_on = DayField(
        label=_("Hạn hoàn thành"),
        required=False,
        help_text=_("Tính đến hết ngày này. Để trống nếu lớp không có hạn."),
    )

    class Meta:
        model = TrainingClass
        fields = [
            "code", "title", "opens_on", "due_on", "mode", "place",
            "attendance_minimum", "sends_reminders",
        ]  # fmt: skip
        error_messages = CODE_TAKEN

    def clean(self) -> dict:
        cleaned = super().clean()
        opens_on, due_on = cleaned.get("opens_on"), cleaned.get("due_on")
        if opens_on and due_on and due_on < opens_on:
            self.add_error(
                "due_on",
                _("Hạn hoàn thành đứng trước ngày khai giảng. Sửa một trong hai ngày."),
            )
        return cleaned


class NewClassForm(ClassForm):
    """A new class: also which course, and who organises it."""

    course = forms.ModelChoiceField(
        label=_("Khóa học"), queryset=CoursePage.objects.none(), empty_label=None
    )
    unit = UnitChoice(
        label=_("Đơn vị tổ chức"),
        queryset=AgencyPeriod.objects.none(),
        empty_label=None,
    )
    for_everyone = forms.BooleanField(
        label=_("Ghi danh mọi người của đơn vị tổ chức và các đơn vị bên dưới"),
        required=False,
    )

    field_order = ["title", "code", "course", "unit", "for_everyone"]

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = CoursePage.objects.live().order_by("title")
        units = coordinated_units(user, on=timezone.localdate())
        self.fields["unit"].queryset = units
        self.fields["unit"].initial = highest(units)


class ExceptionForm(PoliteForm):
    """What is to happen with the chosen learners, and why."""

    EXTEND, EXEMPT, WITHDRAW, REINSTATE = "extend", "exempt", "withdrawn", "reinstate"

    action = forms.ChoiceField(
        label=_("Việc cần làm"),
        choices=[
            (EXTEND, _("Gia hạn")),
            (EXEMPT, _("Cho miễn")),
            (WITHDRAW, _("Rút khỏi lớp")),
            (REINSTATE, _("Cho học lại (bỏ miễn, bỏ rút)")),
        ],
    )
    due_on = DayField(
        label=_("Hạn mới"), required=False, help_text=_("Chỉ khi gia hạn.")
    )
    reason = forms.CharField(label=_("Lý do"), max_length=300, required=False)

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("action") == self.EXTEND and not cleaned.get("due_on"):
            self.add_error("due_on", _("Nhập hạn mới."))
        return cleaned


class CopyForm(PoliteForm):
    """The next cycle of a class: its code and its first day."""

    code = forms.CharField(label=_("Mã lớp mới"), max_length=40)
    opens_on = DayField(
        label=_("Khai giảng"),
        help_text=_("Hạn, buổi học được dời theo cùng số ngày."),
    )
