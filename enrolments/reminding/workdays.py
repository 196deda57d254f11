"""Working days of Vietnamese offices; pure. Nobody is written to on a day off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
SATURDAY = 5
LATE = 2  # working days after which a step that was missed is left alone

# Day to whether it is worked: True for a Saturday made up, False for a day off.
Exceptions = Mapping[date, bool]


def is_working(day: date, exceptions: Exceptions) -> bool:
    """Monday to Friday, unless the list says otherwise."""
    return exceptions.get(day, day.weekday() < SATURDAY)


def working_day_from(day: date, exceptions: Exceptions) -> date:
    """The day itself if it is worked, else the next one that is."""
    while not is_working(day, exceptions):
        day += ONE_DAY
    return day


def days_due(today: date, exceptions: Exceptions) -> list[date]:
    """The calendar days whose reminders go out today; none on a day off.

    Today, the days off right before it, and up to two working days on which nothing
    ran: what was sent then is not sent again, what was missed is made up for.
    """
    if not is_working(today, exceptions):
        return []
    found, day, worked = [today], today, 0
    while worked <= LATE:
        day -= ONE_DAY
        if is_working(day, exceptions):
            worked += 1
            if worked > LATE:
                break
        found.append(day)
    return sorted(found)
