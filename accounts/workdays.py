"""Working days of Vietnamese offices; pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
SATURDAY = 5

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


def working_days_later(day: date, count: int, exceptions: Exceptions) -> date:
    """The last day of a term of so many working days that starts after that day."""
    for _n in range(count):
        day = working_day_from(day + ONE_DAY, exceptions)
    return day
