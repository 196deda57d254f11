"""Meetings held, and who was there: by list, by the code on the wall, by paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from enrolments.meetings.codes import OPENS_BEFORE
from enrolments.models import (
    Attendance,
    Enrolment,
    Meeting,
)

Status, Source = Attendance.Status, Attendance.Source


class AttendanceRefusedError(ValueError):
    """Nobody's attendance can be written down so; the message says why."""


@transaction.atomic
def record_attendance(
    *,
    meeting: Meeting,
    marks: Mapping[str, str],
    source: Source,
    by: User,
    at: datetime,
) -> int:
    """Write down who was there: enrolment uid to status; return how many rows changed.

    What says the same already is left alone, so that a second click keeps who wrote it
    first. Raises AttendanceRefusedError for a cancelled meeting, one of a closed class,
    and for a learner who is not in the class.
    """
    refuse_over(meeting)
    rows = Enrolment.objects.filter(training_class=meeting.training_class_id)
    people = {str(row.uid): row for row in rows.filter(uid__in=marks)}
    if len(people) != len(marks):
        raise AttendanceRefusedError(_("Có người không thuộc lớp này."))
    stored = meeting.attendances.select_for_update().filter(enrolment__uid__in=marks)
    held = {row.enrolment_id: row for row in stored}
    new, changed = [], []
    for uid, status in marks.items():
        row = held.get(people[uid].pk)
        if row is None:
            new.append(Attendance(meeting=meeting, enrolment=people[uid], status=status,
                                  source=source, recorded_by=by, recorded_at=at))  # fmt: skip
        elif row.status != status:
            row.status, row.source = status, source
            row.recorded_by, row.recorded_at = by, at
            changed.append(row)
    Attendance.objects.bulk_create(new, ignore_conflicts=True)
    Attendance.objects.bulk_update(
        changed, ["status", "source", "recorded_by", "recorded_at"]
    )
    return len(new) + len(changed)


def refuse_over(meeting: Meeting) -> None:
    if meeting.cancelled_at is not None:
        raise AttendanceRefusedError(_("Buổi học này đã hủy."))
    if meeting.training_class.closed_at is not None:
        raise AttendanceRefusedError(_("Lớp đã bế giảng, không sửa điểm danh được."))


@transaction.atomic
def check_in(*, meeting: Meeting, learner: User, at: datetime) -> Attendance:
    """A learner says "here" with the code of the wall; the first time counts.

    Raises AttendanceRefusedError outside of the hours, and for somebody of another
    class.
    """
    refuse_over(meeting)
    if not meeting.starts_at - OPENS_BEFORE <= at <= meeting.ends_at:
        raise AttendanceRefusedError(
            _("Chỉ điểm danh được từ 30 phút trước buổi học đến khi buổi học kết thúc.")
        )
    enrolment = Enrolment.objects.filter(
        learner=learner, training_class=meeting.training_class_id
    ).first()
    if enrolment is None:
        raise AttendanceRefusedError(
            _("Anh/chị không có tên trong lớp này. Báo điều phối viên của đơn vị.")
        )
    return Attendance.objects.get_or_create(
        meeting=meeting,
        enrolment=enrolment,
        defaults={
            "status": Status.PRESENT,
            "source": Source.QR,
            "recorded_by": learner,
            "recorded_at": at,
        },
    )[0]
