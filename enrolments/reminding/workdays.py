"""On which days what is said; pure. Nobody is written to on a day off."""

from __future__ import annotations

from datetime import date

from accounts.workdays import ONE_DAY, Exceptions, is_working

LATE = 2  # working days after which a step that was missed is left alone


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
