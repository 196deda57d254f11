"""The meetings a learner goes to next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from enrolments.models import Meeting, TrainingClass

MOST = 20  # meetings that are read to find those of one day


def meetings_ahead(groups: Iterable[TrainingClass], *, at: datetime) -> list[Meeting]:
    """What is left of today's meetings; without any, those of the next day that has one."""
    ahead = (
        Meeting.objects.filter(
            training_class__in=groups, cancelled_at=None, ends_at__gt=at
        )
        .select_related("training_class")
        .order_by("starts_at", "pk")[:MOST]
    )
    days = [(timezone.localdate(row.starts_at), row) for row in ahead]
    first = max(timezone.localdate(at), days[0][0]) if days else None
    return [row for day, row in days if day <= first]
