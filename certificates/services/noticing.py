"""Telling the holder: a row for each line of the book, then a mail, once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string

from accounts.mailing import Failure, hand_over, next_try
from accounts.models import Organisation
from certificates.letters import Letter, letter_about
from certificates.models import Certificate, Notice, RegisterEntry
from certificates.services.needless import why_needless

Action, State = RegisterEntry.Action, Notice.State

FRESH = timedelta(days=3)  # what became so before is old news, as what a demo enters
OLDEST = timedelta(days=30)  # an award whose paper was drawn much later
PLANNED = 500  # rows of one sweep


def untold(*, at: datetime) -> QuerySet[RegisterEntry]:
    """Lines whose holder can be written to and was not yet.

    Of an award only once its paper can be downloaded; a replaced paper is told of by
    the one that takes its place.
    """
    drawn = Q(
        action=Action.ISSUED,
        certificate__status=Certificate.Status.READY,
        certificate__rendered_at__gte=at - FRESH,
    )
    withdrawn = Q(action=Action.REVOKED, at__gte=at - FRESH)
    reachable = Q(certificate__holder__is_active=True) & ~Q(
        certificate__holder__email=None
    )
    return (
        RegisterEntry.objects.filter(drawn | withdrawn, reachable)
        .filter(at__gte=at - OLDEST)
        .exclude(notices__topic=Notice.Topic.LINE)
        .exclude(certificate__holder__email="")
        .select_related("certificate__holder", "certificate__replaces")
        .order_by("pk")
    )


@transaction.atomic
def plan_notices(*, at: datetime) -> int:
    """Write down the mails that are due; return how many lines were looked at. Safe twice."""
    lines = list(untold(at=at)[:PLANNED])
    rows = [notice_of(line, letter_about(line), at) for line in lines]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def notice_of(
    line: RegisterEntry,
    letter: Letter,
    at: datetime,
    topic: str = Notice.Topic.LINE,
) -> Notice:
    """The mail as it will go, not saved yet."""
    holder = line.certificate.holder
    return Notice(
        entry=line,
        topic=topic,
        recipient=holder,
        to=holder.email,
        subject=letter.subject,
        body=letter.body,
        created_at=at,
    )


@transaction.atomic
def send_notice(*, pk: int, at: datetime) -> bool:
    """Send one mail that waits; True when this call sent it.

    Held while it goes, as a reminder is (docs/decisions/0014): what the server refuses
    for good has failed, after anything else the row waits longer each time, for about
    a day. What is no news any more is dropped.
    """
    waiting = Notice.objects.to_try(at=at).filter(pk=pk)
    row = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if row is None:
        return False
    row.attempts, row.retry_at = row.attempts + 1, None
    if why := why_needless(row, at=at):
        row.state, row.error = State.DROPPED, why
    else:
        _note(row, hand_over(_message(row)), at)
    row.save(update_fields=["attempts", "retry_at", "state", "sent_at", "error"])
    return row.state == State.SENT


def _note(row: Notice, failure: Failure | None, at: datetime) -> None:
    if failure is None:
        row.state, row.sent_at, row.error = State.SENT, at, ""
        return
    row.retry_at = next_try(failure, tries=row.attempts, at=at)
    row.state = State.PENDING if row.retry_at else State.FAILED
    row.error = failure.reason[:300]


def _message(row: Notice) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(row.subject, row.body, to=[row.to])
    context = {"row": row, "organisation": Organisation.load()}
    html = render_to_string("emails/reminder.html", context)
    message.attach_alternative(html, "text/html")
    return message
