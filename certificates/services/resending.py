"""Sending again what the mail server did not take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.queueing import ask_workers
from certificates.models import Notice
from certificates.services.needless import why_needless

State = Notice.State
WRITTEN = ["state", "to", "attempts", "retry_at", "error"]
WRITTEN += ["asked_again_by", "asked_again_at"]


@dataclass(frozen=True)
class Resent:
    """What became of the failed mails that were asked for."""

    waiting: int = 0  # begin their tries anew
    dropped: int = 0  # no news any more
    unreachable: int = 0  # the person has no address, or left


@transaction.atomic
def send_again(*, notices: Iterable[int], by: User, at: datetime) -> Resent:
    """Let failed mails be tried anew, to the address the holder has now.

    Takes keys. Safe twice: what does not stand as failed is left alone. The server's
    last words stay until the mail is taken; who asked and when is noted.
    """
    failed = Notice.objects.failed().filter(pk__in=list(notices)).order_by("pk")
    held = failed.select_related("recipient", "entry__certificate")
    rows = list(held.select_for_update(of=("self",), no_key=True))
    for row in rows:
        _begin_anew(row, by, at)
    Notice.objects.bulk_update(rows, WRITTEN)
    waiting = [row.pk for row in rows if row.state == State.PENDING]
    ask_workers("certificates.send_notice", *[[key] for key in waiting])
    dropped = sum(row.state == State.DROPPED for row in rows)
    return Resent(len(waiting), dropped, len(rows) - len(waiting) - dropped)


def _begin_anew(row: Notice, by: User, at: datetime) -> None:
    holder = row.recipient
    if why := why_needless(row, at=at):
        row.state, row.error = State.DROPPED, why
    elif holder.is_active and holder.email:
        row.state, row.attempts, row.retry_at = State.PENDING, 0, None
        row.to = holder.email
    else:
        return
    row.asked_again_by, row.asked_again_at = by, at
