"""The reports by mail that somebody asked for, as their page lists them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.models import User
from agencies.models import AgencyPeriod
from progress.models import ReportSchedule
from progress.services.schedule_days import next_round


def own_schedules(user: User, now: datetime) -> list[ReportSchedule]:
    """A person's schedules with the unit's name of today and the next round."""
    names = AgencyPeriod.objects.on(timezone.localdate(now))
    names = names.filter(agency=OuterRef("agency")).values("name")[:1]
    rows = ReportSchedule.objects.filter(owner=user)
    rows = rows.select_related("agency", "training_class")
    found = list(rows.annotate(unit_name=Subquery(names)))
    for row in found:
        row.next_at = next_round(row, now)
    return found
