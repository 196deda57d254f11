"""What may be written about a meeting, and the words of the refusal."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.formats import vdatetime
from enrolments.models import Attendance, Meeting, TrainingClass


class AttendanceRefusedError(ValueError):
    """What cannot be written of a meeting or of who was there; the message says why."""


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
