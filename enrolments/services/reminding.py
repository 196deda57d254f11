"""Planning and sending reminders: a row first, then the mail, never twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.workdays import ONE_DAY, working_day_from
from enrolments.models import Enrolment, Holiday, Reminder, ReminderStep, TrainingClass
from enrolments.querysets import end_of
from enrolments.reminding.recipients import by_caretaker
from enrolments.reminding.wording import Letter, digest, to_learner
from enrolments.reminding.workdays import days_due
from enrolments.services.taking_back import replaced, replaced_by, take_back

Audience = ReminderStep.Audience
A_MONTH = timedelta(days=31)


def exceptions_around(today: date) -> dict[date, bool]:
    """Days off and days made up of a month before and after, as stored."""
    rows = Holiday.objects.filter(day__range=(today - A_MONTH, today + A_MONTH))
    return dict(rows.values_list("day", "is_working"))


def day_to_write(today: date) -> date:
    """The day on which what is asked for today leaves: nobody gets mail on a day off."""
    return working_day_from(today, exceptions_around(today))


@transaction.atomic
def plan_reminders(*, at: datetime) -> int:
    """Write down every mail that is due today; return how many are new. Safe twice.

    Nothing on weekends and holidays: what falls there goes out on the next working
    day. Learners through, exempted or withdrawn get none.
    """
    today = timezone.localdate(at)
    due = days_due(today, exceptions_around(today))
    made = []
    told = last_told(since=min(due, default=today), on=today)
    for step, deadlines in due_steps(due):
        rows = unfinished(today).filter(deadline__in=deadlines)
        if step.audience == Audience.LEARNER:
            rows = [row for row in rows if not is_told(row, step, told)]
        made += rows_for(step, list(rows), today, at)
    before = Reminder.objects.count()
    Reminder.objects.bulk_create(made, ignore_conflicts=True, batch_size=500)
    take_back(replaced_by(made, on=today), reason=replaced(today))
    return Reminder.objects.count() - before


def last_told(*, since: date, on: date) -> dict[int, date]:
    """On which day each learner was written to last, by enrolment.

    A letter counts for the day it went, and what a coordinator asked for and still
    waits goes on this one.
    """
    rows = Reminder.objects.filter(audience=Audience.LEARNER)
    days = rows.filter(send_on__gte=since).order_by("send_on")
    told = dict(days.values_list("enrolment_id", "send_on"))
    late = rows.filter(send_on__lt=on).filter(
        Q(state=Reminder.State.PENDING, requested_by__isnull=False)
        | Q(sent_at__gte=end_of(on - ONE_DAY))
    )
    return told | dict.fromkeys(late.values_list("enrolment_id", flat=True), on)


def is_told(row: Enrolment, step: ReminderStep, told: dict[int, date]) -> bool:
    """A coordinator wrote on the step's day or since: it needs no second letter."""
    return told.get(row.pk, date.min) >= row.deadline + timedelta(days=step.days)


def due_steps(due: list[date]) -> list[tuple[ReminderStep, list[date]]]:
    """Each step with the deadlines it speaks of today.

    Where several steps of one audience were missed, only the last of them goes out:
    nobody gets two mails about one deadline on one day.
    """
    steps = list(ReminderStep.objects.filter(is_active=True))
    last: dict[tuple[str, date], int] = {}
    for step in steps:
        for day in due:
            key = (step.audience, day - timedelta(days=step.days))
            last[key] = max(step.days, last.get(key, step.days))
    return [
        (
            step,
            [
                d
                for (who, d), days in last.items()
                if (who, days) == (step.audience, step.days)
            ],
        )
        for step in steps
    ]


def unfinished(today: date) -> QuerySet[Enrolment]:
    """Who still learns in a class that sends reminders, with deadline and unit."""
    rows = Enrolment.objects.current().answering(on=today).with_deadline()
    return (
        rows.filter(
            completed_at=None,
            learner__is_active=True,
            training_class__sends_reminders=True,
            training_class__closed_at=None,
            training_class__opens_on__lte=today,
        )
        .select_related("learner", "training_class__course")
        .order_by("learner__sort_key", "pk")
    )


def rows_for(
    step: ReminderStep, rows: Sequence[Enrolment], today: date, at: datetime
) -> list[Reminder]:
    if step.audience == Audience.LEARNER:
        reachable = (row for row in rows if row.learner.email)
        return [
            reminder(row.learner, row.training_class, to_learner(row, today=today),
                     step=step, deadline=row.deadline, at=at, enrolment=row)
            for row in reachable
        ]  # fmt: skip
    by_class: dict[tuple[TrainingClass, date], list[Enrolment]] = defaultdict(list)
    for row in rows:
        by_class[row.training_class, row.deadline].append(row)
    made = []
    for (group, deadline), own in by_class.items():
        for user, theirs in by_caretaker(own, role=step.audience, on=today).items():
            if user.email:
                letter = digest(user, group, theirs, today=today)
                made.append(
                    reminder(user, group, letter, step=step, deadline=deadline, at=at)
                )
    return made


def reminder(
    user: User,
    group: TrainingClass,
    letter: Letter,
    *,
    step: ReminderStep,
    deadline: date,
    at: datetime,
    enrolment: Enrolment | None = None,
) -> Reminder:
    return Reminder(
        training_class=group,
        recipient=user,
        enrolment=enrolment,
        audience=step.audience,
        occasion=f"{deadline.isoformat()} {step.days:+d}",
        send_on=timezone.localdate(at),
        to=user.email,
        subject=letter.subject,
        body=letter.body,
        created_at=at,
    )
