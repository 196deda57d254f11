"""What may be written about a meeting, and the words of the refusal."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.formats import number, vdate, vdatetime
from enrolments.models import Attendance, Meeting, TrainingClass

A_YEAR = timedelta(days=366)


class AttendanceRefusedError(ValueError):
    """What cannot be written of a meeting or of who was there; the message says why."""


class MeetingOutsideError(AttendanceRefusedError):
    """A meeting far from its class: written only when somebody says it is meant so."""


def lock_meeting(meeting: Meeting) -> Meeting:
    """The row as it stands, held until the transaction ends.

    Raises AttendanceRefusedError when it was called off or its class is closed.
    """
    rows = Meeting.objects.select_for_update(no_key=True, of=("self",))
    held = rows.select_related("training_class").get(pk=meeting.pk)
    refuse_closed_class(held.training_class)
    if held.cancelled_at is not None:
        raise AttendanceRefusedError(
            _("Buổi “%(title)s” đã hủy lúc %(when)s, không sửa và điểm danh được nữa.")
            % {"title": held.title, "when": vdatetime(held.cancelled_at)}
        )
    return held


def was_held(meeting: Meeting) -> bool:
    """Whether people were marked; an excuse may have been noted ahead."""
    return meeting.attendances.exclude(status=Attendance.Status.EXCUSED).exists()


def refuse_closed_class(group: TrainingClass) -> None:
    if group.closed_at is not None:
        raise AttendanceRefusedError(
            _("Lớp %(code)s đã bế giảng nên lịch học và điểm danh không đổi được nữa.")
            % {"code": group.code}
        )


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
