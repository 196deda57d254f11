"""A meeting that will not take place."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from enrolments.models import Attendance, Meeting
from enrolments.services.meeting_rules import AttendanceRefusedError, lock_meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, by: User, at: datetime) -> Meeting:
    """A cancelled meeting counts for nobody and stays on record. Safe twice.

    Raises AttendanceRefusedError when somebody was there, or the class is closed.
    """
    known = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if known.cancelled_at is not None:
        return known
    held = lock_meeting(meeting)
    here = held.attendances.filter(status=Attendance.Status.PRESENT).count()
    if here:
        raise AttendanceRefusedError(
            _(
                "Buổi “%(title)s” đã có %(count)d người được ghi có mặt nên không hủy "
                "được. Nếu ghi nhầm thì sửa điểm danh trước."
            )
            % {"title": held.title, "count": here}
        )
    held.cancelled_at = at
    held.save(update_fields=["cancelled_at"])
    return held
