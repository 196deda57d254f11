"""Verbs on lists from paper or written late: one person types, another one agrees."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from enrolments.models import Attendance, AttendanceSheet, Meeting
from enrolments.services.attendance import record_attendance
from enrolments.services.attendance_rules import Marks, people_marked, refuse_unready
from enrolments.services.meeting_rules import AttendanceRefusedError, lock_meeting


@transaction.atomic
def enter_sheet(
    *,
    meeting: Meeting,
    marks: Marks,
    note: str,
    by: User,
    at: datetime,
    source: Attendance.Source = Attendance.Source.PAPER,
) -> AttendanceSheet:
    """Type a signed paper in, or a list late; it counts once a second person agrees.

    Safe twice: the same rows of the same person that still wait are the same sheet.
    Raises AttendanceRefusedError.
    """
    held = lock_meeting(meeting)
    if not marks:
        raise AttendanceRefusedError(_("Chưa ghi ai trong danh sách."))
    refuse_unready(held, marks, at=at)
    people_marked(held, marks)
    return AttendanceSheet.objects.get_or_create(
        meeting=held,
        source=source,
        rows=dict(marks),
        entered_by=by,
        decided_at=None,
        defaults={"note": note, "entered_at": at},
    )[0]


@transaction.atomic
def decide_sheet(
    *,
    sheet: AttendanceSheet,
    is_approved: bool,
    by: User,
    at: datetime,
    reason: str = "",
) -> AttendanceSheet:
    """Agree to a typed list, which then counts, or send it back. The first word stands.

    Raises AttendanceRefusedError for whoever typed it.
    """
    locked = AttendanceSheet.objects.select_for_update().get(pk=sheet.pk)
    if locked.decided_at is not None:
        return locked
    if locked.entered_by_id == by.pk:
        raise AttendanceRefusedError(
            _("Người nhập không tự duyệt: cần một người thứ hai.")
        )
    if is_approved:
        record_attendance(
            meeting=locked.meeting,
            marks=locked.rows,
            source=locked.source,
            by=locked.entered_by,
            at=at,
        )
    elif reason:
        locked.note = "; ".join(part for part in (locked.note, reason) if part)[:300]
    locked.decided_by, locked.decided_at, locked.is_approved = by, at, is_approved
    locked.save()
    return locked
