"""Closing a class by a decision: who is recognised, and who is not and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from enrolments.models import Enrolment, TrainingClass
from enrolments.services.closing_rules import (
    refuse_decision,
    refuse_unsettled,
    unsettled_of,
)
from enrolments.services.exceptions import main_units
from enrolments.services.taking_back import class_closed, take_back


@dataclass(frozen=True)
class Recognition:
    """The learners of a class on the day it closes."""

    recognised: list[Enrolment]
    others: list[tuple[Enrolment, str]]


def recognition_of(training_class: TrainingClass, *, at: datetime) -> Recognition:
    """Who passed and was there often enough, and what the others lack."""
    rows = (
        training_class.enrolments.select_related("learner", "training_class")
        .exclude(ended_reason__in=["withdrawn", "left", "exempt"])
        .with_attendance(at=at)
        .order_by("learner__sort_key", "pk")
    )
    judged = [(row, lacking(row)) for row in rows]
    return Recognition(
        recognised=[row for row, lack in judged if not lack],
        others=[(row, lack) for row, lack in judged if lack],
    )


def lacking(row: Enrolment) -> str:
    """Why a learner is not recognised; "" for one who is."""
    if row.completed_at is None:
        return _("Chưa hoàn thành các mục bắt buộc.")
    if row.passed_at is None:
        return _("Kết quả chưa đạt.")
    if not row.attends_enough:
        return _("Dự %(present)s trên %(held)s buổi, cần %(least)s%%.") % {
            "present": row.present,
            "held": row.held - row.excused,
            "least": row.training_class.attendance_minimum,
        }
    return ""


@transaction.atomic
def close_class(
    *,
    training_class: TrainingClass,
    decision_number: str,
    decision_on: date,
    by: User,
    at: datetime,
    gives_up: bool = False,
) -> TrainingClass:
    """Close a class: whoever has not finished is closed too, with the reason.

    The unit each works in that day answers for the result from then on. Certificates
    that wait for the closing are due now. With `gives_up` meetings to come are called
    off, and attendance lists that wait for a second person are left uncounted. Letters
    about the class that still wait are taken back. A second time nothing changes. Raises ClosingRefusedError without a decision, with one of a
    day to come or before the class, while a meeting goes on, and for what is not given
    up.
    """
    locked = TrainingClass.objects.select_for_update().get(pk=training_class.pk)
    if locked.closed_at is not None:
        return locked
    refuse_decision(locked, decision_number, decision_on, on=timezone.localdate(at))
    unsettled = unsettled_of(locked, at=at)
    refuse_unsettled(unsettled, gives_up=gives_up)
    ahead = [meeting.pk for meeting in unsettled.ahead]
    locked.meetings.filter(pk__in=ahead).update(cancelled_at=at)
    end_unfinished(locked, by=by, at=at)
    locked.closed_at = at
    locked.decision_number = decision_number.strip()
    locked.decision_on = decision_on
    locked.save(update_fields=["closed_at", "decision_number", "decision_on"])
    take_back(locked.reminders.all(), reason=class_closed(locked))
    return locked


def end_unfinished(group: TrainingClass, *, by: User, at: datetime) -> None:
    rows = list(group.enrolments.current().select_for_update().order_by("pk"))
    units = main_units(rows, on=timezone.localdate(at))
    for row in rows:
        row.ended_at, row.ended_by = at, by
        row.ended_reason = Enrolment.EndedReason.NOT_FINISHED
        row.ended_note = _("Lớp bế giảng khi chưa hoàn thành.")
        row.answering_agency_id = units.get(row.learner_id)
    fields = ["ended_at", "ended_by", "ended_reason", "ended_note", "answering_agency"]
    Enrolment.objects.bulk_update(rows, fields, batch_size=1000)
