"""A meeting's day, hours and place."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.polite_forms import PoliteForm
from agencies.forms import DayField
from enrolments.models import Meeting
from enrolments.services.meeting_rules import (
    AttendanceRefusedError,
    MeetingOutsideError,
)


class HourField(forms.TimeField):
    """7:30 or 7 giờ 30."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value):
        text = str(value or "").replace(" giờ ", ":").replace("h", ":").strip(": ")
        return super().to_python(f"{text}:00" if text.isdecimal() else text)


class MeetingForm(PoliteForm):
    title = forms.CharField(label=_("Nội dung"), max_length=200)
    day = DayField(label=_("Ngày"), help_text=_("Ví dụ 05/4/2023."))
    begins = HourField(label=_("Bắt đầu lúc"), help_text="7:30")
    ends = HourField(label=_("Kết thúc lúc"), help_text="11:00")
    place = forms.CharField(label=_("Địa điểm"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Đường dẫn phòng họp"), required=False, assume_scheme="https"
    )
    is_meant = forms.BooleanField(
        label=_("Đúng ngày đó: buổi học ngoài thời gian của lớp."), required=False
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._meant = self.fields.pop("is_meant")
        if "is_meant" in self.data:
            self.fields["is_meant"] = self._meant

    def refuse(self, refusal: AttendanceRefusedError) -> None:
        """Say why not; of a day far from the class, also ask whether it is meant."""
        self.add_error(None, str(refusal))
        if isinstance(refusal, MeetingOutsideError):
            self.fields["is_meant"] = self._meant

    def clean(self) -> dict:
        cleaned = super().clean()
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", _("Giờ kết thúc phải sau giờ bắt đầu."))
        return cleaned

    def said(self) -> dict[str, Any]:
        """As a meeting keeps it: moments instead of day and hours."""
        told = self.cleaned_data
        return {
            "title": told["title"],
            "starts_at": moment(told["day"], told["begins"]),
            "ends_at": moment(told["day"], told["ends"]),
            "place": told["place"],
            "link": told["link"],
            "is_meant": told.get("is_meant", False),
        }


def moment(day, hour) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def initial_of(meeting: Meeting) -> dict[str, Any]:
    begins, ends = map(timezone.localtime, (meeting.starts_at, meeting.ends_at))
    return {
        "title": meeting.title,
        "day": begins.date(),
        "begins": f"{begins:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "place": meeting.place,
        "link": meeting.link,
    }
