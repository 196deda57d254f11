"""Whom a meeting is for."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.db.models.expressions import Combinable

from enrolments.models import Enrolment


def expected(starts_at: datetime | Combinable) -> Q:
    """Enrolments whose learners a meeting that starts then is for.

    Still open, or ended only after it began; whoever has finished the course online
    is still asked to come.
    """
    return (
        Q(ended_at=None)
        | Q(ended_reason=Enrolment.EndedReason.COMPLETED)
        | Q(ended_at__gte=starts_at)
    )
