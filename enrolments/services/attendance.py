"""Verbs on who was there: by list, and by the code on the wall."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from enrolments.meetings.codes import OPENS_BEFORE
from enrolments.meetings.people import expected
from enrolments.models import Attendance, Enrolment, Meeting
from enrolments.services.attendance_rules import (
    Marks,
    people_marked,
    refuse_late,
    refuse_unready,
)
from enrolments.services.meeting_rules import AttendanceRefusedError, lock_meeting

CHANGED = ["status", "source", "note", "recorded_by", "recorded_at"]


@transaction.atomic
def record_attendance(
    *,
    meeting: Meeting,
    marks: Marks,
    source: Attendance.Source,
    by: User,
    at: datetime,
    overwrite: bool = True,
) -> int:
    """Write down who was there: enrolment uid to status; return how many rows changed.

    What says the same already is left alone, so that a second click keeps who wrote it
    first; without `overwrite`, so is every mark that stands. Raises
    AttendanceRefusedError for a meeting that is cancelled, of a closed class or still
    to come, for a list written a day after it or later (`enter_sheet` takes that), and
    for a learner whom it is not for; then nothing is written.
    """
    held = lock_meeting(meeting)
    if source == Attendance.Source.LIST:
        refuse_late(held, at=at)
    refuse_unready(held, marks, at=at)
    people = people_marked(held, marks)
    standing = held.attendances.filter(enrolment__in=people.values())
    stands = dict(standing.values_list("enrolment", "status"))
    rows = [
        Attendance(
            meeting=held,
            enrolment=person,
            status=marks[uid],
            source=source,
            recorded_by=by,
            recorded_at=at,
        )
        for uid, person in people.items()
        if stands.get(person.pk) != marks[uid]
        and (overwrite or person.pk not in stands)
    ]
    Attendance.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["meeting", "enrolment"],
        update_fields=CHANGED,
    )
    return len(rows)


@transaction.atomic
def check_in(*, meeting: Meeting, learner: User, at: datetime) -> Attendance:
    """A learner says "here" with the code of the wall; what stands already stays.

    Raises AttendanceRefusedError outside of the hours, and for somebody whom the
    meeting is not for.
    """
    held = lock_meeting(meeting)
    if not held.starts_at - OPENS_BEFORE <= at <= held.ends_at:
        raise AttendanceRefusedError(
            _("Chỉ điểm danh được từ 30 phút trước buổi học đến khi buổi học kết thúc.")
        )
    own = Enrolment.objects.filter(learner=learner, training_class=held.training_class)
    enrolment = own.filter(expected(held.starts_at)).first()
    if enrolment is None:
        raise AttendanceRefusedError(
            _("Anh/chị không có tên trong lớp này. Báo điều phối viên của đơn vị.")
        )
    return Attendance.objects.get_or_create(
        meeting=held,
        enrolment=enrolment,
        defaults={
            "status": Attendance.Status.PRESENT,
            "source": Attendance.Source.QR,
            "recorded_by": learner,
            "recorded_at": at,
        },
    )[0]
