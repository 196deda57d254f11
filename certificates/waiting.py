"""Certificates without a paper, counted: in trouble by cause, and in the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min

from certificates.cures import CURES
from certificates.models import Certificate
from certificates.troubles import Trouble

STUCK_AFTER = timedelta(minutes=10)  # a class of 900 takes under one


def is_late(certificate: Certificate, *, at: datetime) -> bool:
    """Whether its holder is to be told that the paper takes longer than it should."""
    if certificate.status != Certificate.Status.PENDING:
        return False
    waits = at - certificate.issued_at
    return bool(certificate.why_waiting) or waits > STUCK_AFTER


@dataclass(frozen=True)
class Cause:
    """One trouble and how many papers it holds up."""

    trouble: Trouble
    count: int
    detail: str  # the error's own words, where all have the same

    @property
    def cure(self) -> str:
        return str(CURES[self.trouble])


def causes() -> list[Cause]:
    """What holds up papers, the cause of most papers first; one query."""
    rows = Certificate.objects.troubled().order_by().values("trouble")
    rows = rows.annotate(
        n=Count("pk"), first=Min("trouble_detail"), last=Max("trouble_detail")
    )
    found: dict[Trouble, Cause] = {}
    for row in rows:
        trouble = Trouble(row["trouble"] or Trouble.CUT)
        before = found[trouble].count if trouble in found else 0
        detail = row["first"] if row["first"] == row["last"] else ""
        found[trouble] = Cause(trouble, before + row["n"], detail)
    known = [found[trouble] for trouble in Trouble if trouble in found]
    return sorted(known, key=lambda cause: -cause.count)


@dataclass(frozen=True)
class Queue:
    """Papers that come by themselves, and whether anybody is there to make them."""

    waiting: int
    making: int
    oldest: datetime | None  # since when the longest one waits
    is_stuck: bool

    @property
    def total(self) -> int:
        return self.waiting + self.making


def queue_at(at: datetime) -> Queue:
    """The queue as it is at that moment; a few small queries."""
    making = Certificate.objects.being_made(at=at)
    waiting = Certificate.objects.in_turn().exclude(
        pk__in=making.order_by().values("pk")
    )
    found = waiting.aggregate(n=Count("pk"), oldest=Min("issued_at"))
    return Queue(
        found["n"], making.count(), found["oldest"], _is_stuck(found["oldest"], at)
    )


def _is_stuck(oldest: datetime | None, at: datetime) -> bool:
    """Whether papers are long due while none was made: a long queue moves."""
    since = at - STUCK_AFTER
    overdue = Certificate.objects.pending().filter(retry_at__lt=since)
    is_late = (oldest is not None and oldest < since) or overdue.exists()
    return is_late and not Certificate.objects.filter(rendered_at__gte=since).exists()
