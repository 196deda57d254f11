"""Sending reminders: a row that waits becomes a mail, once."""

from __future__ import annotations

from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.mailing import hand_over
from accounts.models import Organisation
from enrolments.models import Reminder
from enrolments.services.reminding import day_to_write
from enrolments.services.taking_back import why_needless

State = Reminder.State


MOST_ATTEMPTS = 8


def send_reminder(*, pk: int, at: datetime) -> bool:
    """Send one mail that waits; True when this call sent it.

    On a day off it goes on waiting, whoever asked for it and however often it was tried.
    The row is held while the mail goes and says "sent" once the server took it. What
    the server refuses for good is failed with its reason; after anything else the row
    waits for the next try, up to eight. What nobody needs any more is taken back. A
    server that takes the mail and a database that dies in the same instant is the one
    way to a second copy.
    """
    today = timezone.localdate(at)
    if day_to_write(today) != today:
        return False
    with transaction.atomic():
        due = Q(send_on=None) | Q(send_on__lte=today)
        waiting = Reminder.objects.filter(due, pk=pk, state=State.PENDING)
        held = waiting.select_related("training_class", "enrolment")
        row = held.select_for_update(skip_locked=True, of=("self",)).first()
        if row is None:
            return False
        row.attempts += 1
        row.state, row.sent_at, row.error = State.SENT, at, why_needless(row, at=at)
        if row.error:
            row.state, row.sent_at = State.DROPPED, None
        else:
            deliver(row)
        row.save(update_fields=["attempts", "state", "sent_at", "error"])
    return row.state == State.SENT


def deliver(row: Reminder) -> None:
    """Hand the mail over; a failure is written into the row instead of raised."""
    if failure := hand_over(message_of(row)):
        note_failure(row, failure.reason, is_final=failure.is_final)


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
    """Let a failed mail be tried anew, to the address the person has now.

    One that nobody needs any more is taken back instead, with the reason.
    """
    row = Reminder.objects.select_for_update().get(pk=reminder.pk)
    if row.state == State.FAILED:
        row.attempts, row.error = 0, why_needless(row, at=at)
        row.state = State.DROPPED if row.error else State.PENDING
        row.to = row.recipient.email or row.to
        row.save(update_fields=["state", "attempts", "error", "to"])
    return row
