"""How often and how long the page of an examination was left, by what was noted. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.formats import duration

LEFT = "left"


@dataclass(frozen=True)
class Departure:
    """The page was left; `returned_at` is None where no return was told.

    A browser that was closed tells none, though its learner may have gone on at
    another machine: how long that was nobody knows, and it is never guessed.
    """

    left_at: datetime
    returned_at: datetime | None = None

    @property
    def seconds(self) -> int | None:
        if self.returned_at is None:
            return None
        return round((self.returned_at - self.left_at).total_seconds())

    @property
    def words(self) -> str:
        return in_words(self.seconds or 0)


def departures(events: Iterable[tuple[str, datetime]]) -> list[Departure]:
    """Pair what was noted, (kind, at) in order of time; a return alone says nothing."""
    found: list[Departure] = []
    for kind, at in events:
        if kind == LEFT:
            found.append(Departure(at))
        elif found and found[-1].returned_at is None:
            found[-1] = Departure(found[-1].left_at, at)
    return found


def seconds_away(found: Iterable[Departure]) -> int:
    """The sum of those whose return is known."""
    return sum(row.seconds or 0 for row in found)


def in_words(seconds: int) -> str:
    """35 giây, 2 phút 5 giây, 1 giờ 10 phút."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return _("%(seconds)d giây") % {"seconds": rest}
    if minutes >= 60 or not rest:
        return duration(minutes)
    told = {"minutes": minutes, "seconds": rest}
    return _("%(minutes)d phút %(seconds)d giây") % told
