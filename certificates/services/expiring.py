"""Telling the holder before a paper ends: once, and while there is time to learn again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import DateField, DateTimeField, F, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from certificates.lasting import AHEAD
from certificates.letters import letter_before_the_end
from certificates.models import Certificate, Notice, RegisterEntry
from certificates.services.noticing import notice_of

PLANNED = 500  # rows of one sweep; several a day


def ending_untold(*, at: datetime) -> QuerySet[RegisterEntry]:
    """The lines of papers that end within sixty days and whose holder was not told so.

    Only of papers that were there when their sixty days began: a paper made later said
    its day in its own letter, and what is entered of years ago is nobody's news. Who
    has a newer paper of the same course has renewed it already.
    """
    today = timezone.localdate(at)
    mark = Cast("ends", DateField()) - AHEAD
    papers = (
        Certificate.objects.ready()
        .ending(today, today + AHEAD)
        .reachable()
        .not_renewed()
        .annotate(mark=Cast(mark, DateTimeField()))
        .filter(rendered_at__lt=F("mark"))
    )
    return (
        RegisterEntry.objects.filter(
            action=RegisterEntry.Action.ISSUED, certificate__in=papers.values("pk")
        )
        .exclude(notices__topic=Notice.Topic.EXPIRY)
        .select_related("certificate__holder")
        .order_by("pk")
    )


@transaction.atomic
def plan_expiry_notices(*, at: datetime) -> int:
    """Write down the mails about papers that end soon; return how many. Safe twice."""
    lines = ending_untold(at=at)[:PLANNED]
    rows = [
        notice_of(
            line, letter_before_the_end(line.certificate), at, Notice.Topic.EXPIRY
        )
        for line in lines
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
