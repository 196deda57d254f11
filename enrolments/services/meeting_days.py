"""On which days and at which hours a class can meet, and the words of the refusal."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.formats import number, vdate
from enrolments.models import TrainingClass
from enrolments.services.meeting_rules import AttendanceRefusedError

A_YEAR = timedelta(days=366)


class MeetingOutsideError(AttendanceRefusedError):
    """A meeting far from its class: written only when somebody says it is meant so."""


def refuse_times(group: TrainingClass, starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise AttendanceRefusedError(_("Giờ kết thúc phải sau giờ bắt đầu."))
    if timezone.localdate(starts_at) < group.opens_on:
        raise AttendanceRefusedError(
            _("Lớp %(code)s khai giảng ngày %(day)s; buổi học không thể trước ngày đó.")
            % {"code": group.code, "day": vdate(group.opens_on)}
        )


def refuse_outside(group: TrainingClass, starts_at: datetime) -> None:
    """A meeting after the deadline, or a year after the opening of a class without one."""
    day = timezone.localdate(starts_at)
    if group.due_on is not None and day > group.due_on:
        words = _(
            "Lớp %(code)s có hạn hoàn thành %(last)s; buổi học ngày %(day)s là %(n)s ngày "
            "sau hạn. Sửa ngày, hoặc xác nhận nếu đúng là ngày đó."
        )
        last = group.due_on
    elif group.due_on is None and day > group.opens_on + A_YEAR:
        words = _(
            "Lớp %(code)s khai giảng ngày %(last)s; buổi học ngày %(day)s là %(n)s ngày "
            "sau khai giảng. Sửa ngày, hoặc xác nhận nếu đúng là ngày đó."
        )
        last = group.opens_on
    else:
        return
    facts = {"code": group.code, "last": vdate(last), "day": vdate(day)}
    raise MeetingOutsideError(words % (facts | {"n": number((day - last).days)}))
