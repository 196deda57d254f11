"""Spans of whole days, open on either side where a date is not known or not set."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from django.db.backends.postgresql.psycopg_any import DateRange

ONE_DAY = timedelta(days=1)


class Days(NamedTuple):
    """From `first` up to, but without, `after`; None is open."""

    first: date | None = None
    after: date | None = None

    @classmethod
    def through(cls, first: date | None, last: date | None) -> Days:
        """The span of the files, whose last day is inclusive."""
        return cls(first, last + ONE_DAY if last else None)

    @classmethod
    def of(cls, stored: DateRange) -> Days:
        """A stored period; PostgreSQL keeps date ranges as [first, after)."""
        return cls(stored.lower, stored.upper)

    @property
    def last(self) -> date | None:
        return self.after - ONE_DAY if self.after else None

    def range(self) -> DateRange:
        return DateRange(self.first, self.after, "[)")

    def has(self, day: date) -> bool:
        return (self.first or date.min) <= day and (
            self.after is None or day < self.after
        )

    def common(self, other: Days) -> Days | None:
        """The days both spans have; None where they have none."""
        first = max(self.first or date.min, other.first or date.min)
        after = min(self.after or date.max, other.after or date.max)
        if first >= after:
            return None
        return Days(
            None if first == date.min else first, None if after == date.max else after
        )

    def spanning(self, other: Days) -> Days:
        """From the first day of either to the last day of either."""
        firsts, afters = (self.first, other.first), (self.after, other.after)
        return Days(
            None if None in firsts else min(firsts),
            None if None in afters else max(afters),
        )

    def without(self, others: list[Days]) -> list[Days]:
        """What is left of this span when the others are taken out, in order."""
        left = [self]
        for other in others:
            left = [piece for part in left for piece in remainder(part, other)]
        return left


def remainder(whole: Days, taken: Days) -> list[Days]:
    """What is left of a span before and after another one."""
    shared = whole.common(taken)
    if shared is None:
        return [whole]
    parts = []
    if shared.first != whole.first:
        parts.append(Days(whole.first, shared.first))
    if shared.after != whole.after:
        parts.append(Days(shared.after, whole.after))
    return parts


def joined(spans: list[Days]) -> list[Days]:
    """The same days in as few spans as possible, in order."""
    result: list[Days] = []
    for span in sorted(spans, key=lambda s: s.first or date.min):
        if result and (
            result[-1].after is None or (span.first or date.min) <= result[-1].after
        ):
            before = result.pop()
            ends = (
                None
                if None in (before.after, span.after)
                else max(before.after, span.after)
            )
            span = Days(before.first, ends)
        result.append(span)
    return result
