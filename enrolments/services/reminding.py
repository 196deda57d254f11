"""Planning and sending reminders: a row first, then the mail, never twice."""

from __future__ import annotations

import smtplib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from enrolments.models import Enrolment, Holiday, Reminder, ReminderStep, TrainingClass
from enrolments.reminding.recipients import by_caretaker
from enrolments.reminding.wording import Letter, digest, to_learner
from enrolments.reminding.workdays import days_due

Audience = ReminderStep.Audience
State = Reminder.State
MOST_ATTEMPTS = 8
A_MONTH = timedelta(days=31)


def exceptions_around(today: date) -> dict[date, bool]:
    """Days off and days made up of the past month, as stored."""
    rows = Holiday.objects.filter(day__range=(today - A_MONTH, today))
    return dict(rows.values_list("day", "is_working"))


@transaction.atomic
def plan_reminders(*, at: datetime) -> int:
    """Write down every mail that is due today; return how many are new. Safe twice.

    Nothing on weekends and holidays: what falls there goes out on the next working
    day. Learners through, exempted or withdrawn get none.
    """
    today = timezone.localdate(at)
    due = days_due(today, exceptions_around(today))
    made = []
    for step, deadlines in due_steps(due):
        rows = unfinished(today).filter(deadline__in=deadlines)
        made += rows_for(step, list(rows), today, at)
    before = Reminder.objects.count()
    Reminder.objects.bulk_create(made, ignore_conflicts=True, batch_size=500)
    return Reminder.objects.count() - before


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
        to=user.email,
        subject=letter.subject,
        body=letter.body,
        created_at=at,
    )


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


def send_reminder(*, pk: int, at: datetime) -> bool:
    """Send one mail that waits; True when this call sent it.

    The row is held while the mail goes and says "sent" once the server took it. What
    the server refuses for good is failed with its reason; after anything else the row
    waits for the next try, up to eight. A server that takes the mail and a database
    that dies in the same instant is the one way to a second copy.
    """
    with transaction.atomic():
        waiting = Reminder.objects.filter(pk=pk, state=State.PENDING)
        row = waiting.select_for_update(skip_locked=True).first()
        if row is None:
            return False
        row.attempts += 1
        row.error = (
            "" if is_needed(row) else _("Không cần nữa: đã hoàn thành hoặc thôi học.")
        )
        row.state = State.FAILED if row.error else State.SENT
        row.sent_at = None if row.error else at
        if not row.error:
            deliver(row)
        row.save(update_fields=["attempts", "state", "sent_at", "error"])
    return row.state == State.SENT


def is_needed(row: Reminder) -> bool:
    """A learner who finished since it was planned is not reminded."""
    learning = row.enrolment
    return learning is None or (
        learning.completed_at is None and learning.ended_at is None
    )


def deliver(row: Reminder) -> None:
    """Hand the mail over; a failure is written into the row instead of raised."""
    try:
        message_of(row).send()
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        note_failure(
            row, f"{code} {words.decode(errors='replace')}", is_final=code >= 500
        )
    except smtplib.SMTPResponseException as error:
        note_failure(row, str(error), is_final=error.smtp_code >= 500)
    except OSError as error:
        note_failure(row, str(error), is_final=False)


def note_failure(row: Reminder, reason: str, *, is_final: bool) -> None:
    over = is_final or row.attempts >= MOST_ATTEMPTS
    row.state = State.FAILED if over else State.PENDING
    row.sent_at, row.error = None, reason[:300]


def message_of(row: Reminder) -> EmailMultiAlternatives:
    organisation = Organisation.load()
    message = EmailMultiAlternatives(row.subject, row.body, to=[row.to])
    context = {"row": row, "organisation": organisation}
    message.attach_alternative(
        render_to_string("emails/reminder.html", context), "text/html"
    )
    return message


@transaction.atomic
def send_again(*, reminder: Reminder, at: datetime) -> Reminder:
    """Let a failed mail be tried anew, to the address the person has now."""
    row = Reminder.objects.select_for_update().get(pk=reminder.pk)
    if row.state == State.FAILED:
        row.state, row.attempts, row.error = State.PENDING, 0, ""
        row.to = row.recipient.email or row.to
        row.save(update_fields=["state", "attempts", "error", "to"])
    return row
