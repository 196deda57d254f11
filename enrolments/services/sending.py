"""Sending reminders: a row that waits becomes a mail, once."""

from __future__ import annotations

from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.mailing import hand_over, next_try
from accounts.models import Organisation
from enrolments.models import Reminder
from enrolments.services.reminding import day_to_write
from enrolments.services.taking_back import why_needless

State = Reminder.State


def send_reminder(*, pk: int, at: datetime) -> bool:
    """Send one mail that waits; True when this call sent it.

    On a day off it goes on waiting, whoever asked for it and however often it was tried.
    The row is held while the mail goes and says "sent" once the server took it. What
    the server refuses for good is failed with its reason; after anything else the row
    waits for the next try, for about a day. What nobody needs any more is taken back. A
    server that takes the mail and a database that dies in the same instant is the one
    way to a second copy.
    """
    today = timezone.localdate(at)
    if day_to_write(today) != today:
        return False
    with transaction.atomic():
        due = Q(send_on=None) | Q(send_on__lte=today)
        waiting = Reminder.objects.to_try(at=at).filter(due, pk=pk)
        held = waiting.select_related("training_class", "enrolment")
        row = held.select_for_update(skip_locked=True, of=("self",)).first()
        if row is None:
            return False
        row.attempts, row.retry_at = row.attempts + 1, None
        row.state, row.sent_at, row.error = State.SENT, at, why_needless(row, at=at)
        if row.error:
            row.state, row.sent_at = State.DROPPED, None
        else:
            deliver(row, at)
        row.save(update_fields=["attempts", "retry_at", "state", "sent_at", "error"])
    return row.state == State.SENT


def deliver(row: Reminder, at: datetime) -> None:
    """Hand the mail over; a failure is written into the row instead of raised."""
    if failure := hand_over(message_of(row)):
        row.retry_at = next_try(failure, tries=row.attempts, at=at)
        row.state = State.PENDING if row.retry_at else State.FAILED
        row.sent_at, row.error = None, failure.reason[:300]


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
        row.attempts, row.retry_at, row.error = 0, None, why_needless(row, at=at)
        row.state = State.DROPPED if row.error else State.PENDING
        row.to = row.recipient.email or row.to
        row.save(update_fields=["state", "attempts", "retry_at", "error", "to"])
    return row
