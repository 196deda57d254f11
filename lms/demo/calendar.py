"""When people at a counter find time to learn. Pure: seeds and days in, times out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

# Sittings begin between these times: before, between and after the busy hours.
SLOTS = [
    ((7, 30), 120, 45),
    ((10, 30), 45, 12),
    ((13, 30), 120, 36),
    ((19, 0), 75, 7),
]  # (hour, minute), minutes of play, weight
QUIZ_SLOTS = [0, 2]
WEEKEND = 0.08


def days_between(first: date, last: date) -> list[date]:
    """All days from the first to the last, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def learning_days(rng: Random, days: Sequence[date], count: int) -> list[date]:
    """So many of the days in their order; more of them as the deadline draws near."""
    keys = {
        day: rng.random() ** (1 / _weight(day, n / max(1, len(days) - 1)))
        for n, day in enumerate(days)
    }
    return sorted(sorted(days, key=keys.__getitem__, reverse=True)[:count])


def _weight(day: date, elapsed: float) -> float:
    """How willing people are on a day; `elapsed` runs from 0 (opening) to 1."""
    return (1 + 4 * elapsed**2) * (WEEKEND if day.weekday() >= 5 else 1)


def begins_at(rng: Random, day: date, *, for_quiz: bool = False) -> datetime:
    """When a sitting of that day begins; quizzes are taken in working hours."""
    slots = [SLOTS[i] for i in QUIZ_SLOTS] if for_quiz else SLOTS
    (hour, minute), play, _weight = rng.choices(slots, weights=[s[2] for s in slots])[0]
    start = datetime.combine(day, time(hour, minute), timezone.get_current_timezone())
    return start + timedelta(seconds=rng.randrange(play * 60))
