"""Asking for a report, the letter around it, and sending it by the calendar."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.polite_forms import PoliteForm
from agencies.forms import DayField
from agencies.models import AgencyPeriod
from certificates.models import Issuer
from enrolments.models import TrainingClass
from enrolments.roster_forms import ClassChoice, UnitChoice
from progress.models import ReportKind, ReportSchedule
from progress.official.kinds import NEEDS_CLASS
from progress.official.query import Query
from progress.services.schedule_days import first_open_day


class QueryForm(PoliteForm):
    """Which report, of which unit and class, as at which day."""

    kind = forms.ChoiceField(label=_("Loại báo cáo"), choices=ReportKind.choices)
    unit = UnitChoice(
        label=_("Đơn vị"), queryset=AgencyPeriod.objects.none(), empty_label=None
    )
    group = ClassChoice(
        label=_("Lớp"),
        queryset=TrainingClass.objects.none(),
        required=False,
        empty_label=_("Tất cả các lớp"),
    )
    as_at = DayField(label=_("Số liệu đến hết ngày"), initial=timezone.localdate)
    rolled = forms.BooleanField(
        label=_("Cộng đơn vị cũ vào đơn vị kế thừa hiện nay"), required=False
    )

    def __init__(self, *args, units, classes, top, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["unit"].initial = top
        self.fields["group"].queryset = classes

    def clean_as_at(self):
        day = self.cleaned_data["as_at"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Ngày này chưa tới nên chưa có số liệu."))
        return day

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("kind") in NEEDS_CLASS and not cleaned.get("group"):
            self.add_error("group", _("Báo cáo này là của một lớp: hãy chọn lớp."))
        return cleaned

    def asked(self) -> QueryDict:
        """What was said, as the draft's address has it."""
        said = QueryDict(mutable=True)
        said.update(
            {name: self.data[name] for name in self.fields if name in self.data}
        )
        return said

    def query(self) -> Query:
        said = self.cleaned_data
        today = timezone.localdate()
        rolls = said["rolled"] and said["as_at"] < today
        return Query(
            kind=said["kind"],
            agency=said["unit"].agency,
            training_class=said["group"],
            as_at=said["as_at"],
            roll_to=today if rolls else None,
        )


class LetterForm(PoliteForm):
    """What only people know of a report: who writes, signs and receives it."""

    superior = forms.CharField(
        label=_("Cơ quan chủ quản"), max_length=120, required=False
    )
    issuer = forms.CharField(label=_("Cơ quan báo cáo"), max_length=120)
    symbol = forms.CharField(label=_("Ký hiệu"), max_length=30, help_text="BC-SNV")
    place = forms.CharField(label=_("Địa danh"), max_length=60, help_text="Bà Rịa")
    signer_capacity = forms.ChoiceField(
        label=_("Tư cách ký"), choices=Issuer.Capacity.choices, required=False
    )
    signed_for = forms.CharField(
        label=_("Ký thay cho"),
        max_length=160,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Chức vụ hoặc tập thể in sau KT., TL., TM., TUQ., ví dụ Chủ tịch khi phó "
            "chủ tịch ký thay. Hai bậc thì mỗi bậc một dòng: Ủy ban nhân dân, rồi "
            "KT. Chủ tịch. Ký trực tiếp thì để trống."
        ),
    )
    signer_title = forms.CharField(
        label=_("Chức vụ người ký"),
        max_length=80,
        help_text=_("In ở dòng dưới, ví dụ Phó Chủ tịch."),
    )
    signer_name = forms.CharField(label=_("Họ tên người ký"), max_length=80)
    recipients = forms.CharField(
        label=_("Nơi nhận"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Mỗi dòng một nơi."),
    )

    def clean_signed_for(self) -> str:
        """Its lines without blanks around or between them."""
        lines = (line.strip() for line in self.cleaned_data["signed_for"].splitlines())
        return "\n".join(line for line in lines if line)

    def clean(self) -> dict:
        cleaned = super().clean()
        capacity, behalf = cleaned.get("signer_capacity"), cleaned.get("signed_for")
        if capacity and behalf == "":
            words = _("Nhập chức vụ hoặc tập thể in sau %(capacity)s")
            self.add_error("signed_for", words % {"capacity": capacity})
        if behalf and capacity == "":
            words = _("Chọn tư cách ký; nếu ký trực tiếp thì xóa ô Ký thay cho.")
            self.add_error("signer_capacity", words)
        return cleaned


class ScheduleForm(PoliteForm):
    """How often a report is to come by mail."""

    kind = forms.ChoiceField(label=_("Loại báo cáo"), choices=ReportKind.choices)
    unit = UnitChoice(
        label=_("Đơn vị"), queryset=AgencyPeriod.objects.none(), empty_label=None
    )
    group = ClassChoice(
        label=_("Lớp"),
        queryset=TrainingClass.objects.none(),
        required=False,
        empty_label=_("Tất cả các lớp"),
    )
    rhythm = forms.ChoiceField(label=_("Định kỳ"), choices=ReportSchedule.Rhythm)
    first_on = DayField(
        label=_("Gửi lần đầu ngày"),
        initial=lambda: first_open_day(timezone.now()),
        help_text=_("Thư gửi buổi sáng, từ 6 giờ 30; qua 10 giờ 30 thì sang ngày sau."),
    )

    def __init__(self, *args, units, classes, top, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.fields["unit"].initial = top
        self.fields["group"].queryset = classes

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("kind") in NEEDS_CLASS and not cleaned.get("group"):
            self.add_error("group", _("Báo cáo này là của một lớp: hãy chọn lớp."))
        return cleaned
