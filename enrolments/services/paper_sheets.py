"""Signed paper lists, which count once a second person agrees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from enrolments.models import (
    AttendanceSheet,
    Meeting,
)
from enrolments.services.attendance import (
    AttendanceRefusedError,
    Source,
    record_attendance,
    refuse_over,
)


@transaction.atomic
def enter_sheet(
    *, meeting: Meeting, marks: Mapping[str, str], note: str, by: User, at: datetime
) -> AttendanceSheet:
    """Type a signed paper in; it counts for nobody until a second person agrees."""
    refuse_over(meeting)
    if not marks:
        raise AttendanceRefusedError(_("Chưa ghi ai trong danh sách giấy."))
    return AttendanceSheet.objects.create(
        meeting=meeting, rows=dict(marks), note=note, entered_by=by, entered_at=at
    )


@transaction.atomic
def decide_sheet(
    *, sheet: AttendanceSheet, is_approved: bool, by: User, at: datetime
) -> AttendanceSheet:
    """Agree to a typed paper, which then counts, or send it back. The first word stands.

    Raises AttendanceRefusedError for whoever typed it.
    """
    locked = AttendanceSheet.objects.select_for_update().get(pk=sheet.pk)
    if locked.decided_at is not None:
        return locked
    if locked.entered_by_id == by.pk:
        raise AttendanceRefusedError(
            _("Người nhập không tự duyệt: cần một người thứ hai.")
        )
    locked.decided_by, locked.decided_at, locked.is_approved = by, at, is_approved
    locked.save(update_fields=["decided_by", "decided_at", "is_approved"])
    if is_approved:
        record_attendance(
            meeting=locked.meeting,
            marks=locked.rows,
            source=Source.PAPER,
            by=locked.entered_by,
            at=at,
        )
    return locked
