"""A class's way from its opening to its deadline: what is planned, what to expect.

Each class runs to its own deadline; a unit with several is the sum of them, so that a
class that ends later lends its days to nobody. Pure: counts in, counts out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

TREND_DAYS = 8
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Run:
    """One class of a unit as at the end of `day`.

    `goal`: who is assigned; `counts`: by how many the completed ones grew on each day.
    """

    goal: int
    counts: Mapping[date, int]
    opens: date
    due: date | None
    day: date
    is_closed: bool = False

    @cached_property
    def done(self) -> int:
        return self.done_by(self.day)

    def done_by(self, day: date) -> int:
        return sum(n for d, n in self.counts.items() if d <= day)

    @property
    def left(self) -> int:
        return max(0, self.goal - self.done)

    @property
    def days_left(self) -> int:
        """Whole days until the deadline; 0 without one, on its day and afterwards."""
        return max(0, (self.due - self.day).days) if self.due else 0

    @property
    def is_running(self) -> bool:
        """It has begun, is not closed, and there is a deadline to work towards."""
        return self.opens <= self.day and self.days_left > 0 and not self.is_closed

    @property
    def is_over(self) -> bool:
        """Closed, or the deadline's day has begun or passed: nothing left to expect."""
        return self.is_closed or (self.due is not None and self.day >= self.due)

    @property
    def is_late(self) -> bool:
        """The deadline has passed and the class is still open for who is not through."""
        return self.due is not None and self.due < self.day and not self.is_closed

    @cached_property
    def expected(self) -> int:
        """The last eight days' pace carried to its deadline, never more than everybody."""
        since = self.day - timedelta(days=TREND_DAYS)
        since = max(since, self.opens)
        if not self.is_running or since >= self.day:
            return self.done
        pace = (self.done - self.done_by(since)) / (self.day - since).days
        return min(self.goal, round(self.done + pace * self.days_left))

    def planned(self, day: date) -> float:
        """The straight way from nobody at the opening to everybody by the deadline."""
        if self.due is None or day < self.opens:
            return 0
        span = (self.due - self.opens).days
        return self.goal * min(1, (day - self.opens).days / span) if span > 0 else 0

    def foreseen(self, day: date) -> float:
        """The pace's way from today's count to the expected one; then it stays."""
        if not self.is_running:
            return self.done
        way = min(1, (day - self.day).days / self.days_left)
        return self.done + (self.expected - self.done) * way
