"""Reminding by hand: the chosen learners, once a day for each class, on working days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from enrolments.models import Enrolment, Reminder
from enrolments.reminding.wording import to_learner
from enrolments.services.reminding import Audience, day_to_write, unfinished


@transaction.atomic
def remind_now(
    *, enrolments: Iterable[Enrolment], more: str, by: User, at: datetime
) -> int:
    """Write down a mail to each of these learners; once a day for each class.

    On a day off it is written for the next working day, and waits. Return how many are
    new: who has no address gets none, nor who has a letter of that day.
    """
    today = timezone.localdate(at)
    day = day_to_write(today)
    rows = list(unfinished(today).filter(pk__in=[row.pk for row in enrolments]))
    told = already_told(rows, on=day)
    new = [row for row in rows if row.learner.email and row.pk not in told]
    before = Reminder.objects.count()
    Reminder.objects.bulk_create(
        [bulk_row(row, more, by, day, at) for row in new], ignore_conflicts=True
    )
    return Reminder.objects.count() - before


def already_told(enrolments: Iterable[Enrolment], *, on: date) -> set[int]:
    """Whose letter of that day is there, or still waits, by hand or by a step."""
    rows = Reminder.objects.filter(
        Q(send_on=on) | Q(state=Reminder.State.PENDING),
        enrolment__in=[row.pk for row in enrolments],
        audience=Audience.LEARNER,
    )
    return set(rows.values_list("enrolment_id", flat=True))


def bulk_row(row: Enrolment, more: str, by: User, day: date, at: datetime) -> Reminder:
    letter = to_learner(row, today=day, more=more)
    return Reminder(
        training_class=row.training_class,
        recipient=row.learner,
        enrolment=row,
        audience=Audience.LEARNER,
        occasion=f"bulk {day.isoformat()}",
        send_on=day,
        to=row.learner.email,
        subject=letter.subject,
        body=letter.body,
        created_at=at,
        requested_by=by,
    )
