"""The clock of the tests: no session of theirs sees the day change.

Tests read the day once and the code they test reads it again later; across midnight
the two disagree. A session that starts late in the evening therefore goes by an
earlier hour of the same day, in all its processes: the first one decides, the others
(testers beside it, Celery workers) find its decision in the environment.

PostgreSQL's own clock stays as it is. It is asked for the "last changed" of calendars
and never for a day, so it may run ahead of ours.
"""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from zoneinfo import ZoneInfo

from django.utils import timezone

VARIABLE = "TEST_CLOCK_SECONDS_BACK"
ROOM = timedelta(hours=3)  # before midnight; far more than a session takes


def stay_within_the_day(zone: str) -> None:
    """Turn Django's clock back for this process and its children, if the hour is late.

    To be called in the settings: models then bind the new clock as their defaults.
    """
    if VARIABLE not in os.environ:
        late = is_late(datetime.now(ZoneInfo(zone)))
        os.environ[VARIABLE] = str(int(ROOM.total_seconds()) if late else 0)
    back = timedelta(seconds=int(os.environ[VARIABLE]))
    if back:
        timezone.now = turned_back(back)


def is_late(moment: datetime) -> bool:
    return (moment + ROOM).date() != moment.date()


def turned_back(back: timedelta) -> Callable[[], datetime]:
    """Django's `now`, so much earlier; migrations still know it by its name."""
    on_time = timezone.now

    @wraps(on_time)
    def now() -> datetime:
        return on_time() - back

    return now
