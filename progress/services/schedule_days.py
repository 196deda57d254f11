"""When a scheduled report goes out next."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from progress.models import ReportSchedule

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
