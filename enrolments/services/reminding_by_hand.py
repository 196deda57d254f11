"""Reminding by hand: the chosen learners, once a day for each class."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from enrolments.models import Enrolment, Reminder
from enrolments.reminding.wording import to_learner
from enrolments.services.reminding import Audience, unfinished


@transaction.atomic
def remind_now(
    *, enrolments: Iterable[Enrolment], more: str, by: User, at: datetime
) -> int:
    """Write down a mail to each of these learners; once a day for each class.

    Return how many are new: who has no address or got one today gets none.
    """
    today = timezone.localdate(at)
    rows = unfinished(today).filter(pk__in=[row.pk for row in enrolments])
    before = Reminder.objects.count()
    Reminder.objects.bulk_create(
        [bulk_row(row, more, by, today, at) for row in rows if row.learner.email],
        ignore_conflicts=True,
    )
    return Reminder.objects.count() - before


def bulk_row(
    row: Enrolment, more: str, by: User, today: date, at: datetime
) -> Reminder:
    letter = to_learner(row, today=today, more=more)
    return Reminder(
        training_class=row.training_class,
        recipient=row.learner,
        enrolment=row,
        audience=Audience.LEARNER,
        occasion=f"bulk {today.isoformat()}",
        to=row.learner.email,
        subject=letter.subject,
        body=letter.body,
        created_at=at,
        requested_by=by,
    )
