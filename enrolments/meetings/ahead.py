"""The meetings a learner goes to next; pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from enrolments.meetings.presence import OwnMeeting, Presence


def meetings_ahead(presences: Iterable[Presence], *, at: datetime) -> list[OwnMeeting]:
    """What is left of today's meetings; without any, those of the next day that has one."""
    rows = [
        row
        for presence in presences
        for row in presence.rows
        if row.meeting.cancelled_at is None and not row.is_over
    ]
    rows.sort(key=lambda row: (row.meeting.starts_at, row.meeting.pk))
    days = [(timezone.localdate(row.meeting.starts_at), row) for row in rows]
    first = max(timezone.localdate(at), days[0][0]) if days else None
    return [row for day, row in days if day <= first]
