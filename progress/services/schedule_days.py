"""When a scheduled report goes out next."""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from progress.models import ReportSchedule

# When beat sends them: every hour at half past, so that a fault is tried again.
FIRST_ROUND, LAST_ROUND = time(6, 30), time(10, 30)
MONTHLY = ReportSchedule.Rhythm.MONTHLY


def following(row: ReportSchedule, today: date) -> date:
    """The next day of the rhythm that lies ahead; days that were missed are not made up."""
    day = row.next_on
    while day <= today:
        day = a_month_after(day) if row.rhythm == MONTHLY else day + timedelta(days=7)
    return day


def a_month_after(day: date) -> date:
    """The same day of the next month, or its last one."""
    year, month = day.year + day.month // 12, day.month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def first_open_day(now: datetime) -> date:
    """The first day on which something set up now can still go out."""
    local = timezone.localtime(now)
    return local.date() + timedelta(days=local.time() >= LAST_ROUND)


def next_round(row: ReportSchedule, now: datetime) -> datetime:
    """When the report goes out next; what is due already goes with the next round."""
    local = timezone.localtime(now)
    day = max(row.next_on, first_open_day(now))
    hour = FIRST_ROUND
    while day == local.date() and hour <= local.time():
        hour = hour.replace(hour=hour.hour + 1)
    return timezone.make_aware(datetime.combine(day, hour))
