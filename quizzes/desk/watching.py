"""What whoever supervises an examination sees of its attempts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from quizzes.departures import Departure, departures, in_words, seconds_away
from quizzes.models import Attempt, AttemptEvent, ExtraTime, Response


@dataclass(frozen=True)
class Watched:
    """One attempt at one moment: how far, how long still, and what was noted."""

    attempt: Attempt
    name: str
    at: datetime
    answered: int = 0
    asked: int = 0
    extra: int = 0  # minutes given on top
    departures: Sequence[Departure] = field(default_factory=list)

    @property
    def state(self) -> str:
        if not self.attempt.is_open:
            is_clock = self.attempt.closed_by == Attempt.ClosedBy.CLOCK
            return _("Hết giờ, tự nộp") if is_clock else _("Đã nộp")
        return _("Hết giờ, đang thu bài") if self.minutes_left == 0 else _("Đang làm")

    @property
    def minutes_left(self) -> int | None:
        """Of a running attempt, rounded up; None without a limit."""
        left = self.attempt.seconds_left(at=self.at)
        return None if left is None else ceil(left / 60)

    @property
    def away(self) -> str:
        """The known absences added up; empty where no return was told."""
        is_known = any(row.returned_at for row in self.departures)
        return in_words(seconds_away(self.departures)) if is_known else ""

    @property
    def last_left(self) -> Departure:
        return self.departures[-1]


def watched(attempts: Sequence[tuple[Attempt, str]], *, at: datetime) -> list[Watched]:
    """Rows of attempts with the names to show, in three queries however many."""
    keys = [attempt.pk for attempt, _name in attempts]
    given = ExtraTime.objects.filter(attempt__in=keys).order_by().values("attempt")
    extra = dict(given.values_list("attempt").annotate(Sum("minutes")))
    told, noted = _answers(keys), _noted(keys)
    return [
        Watched(
            attempt=attempt,
            name=name,
            at=at,
            extra=extra.get(attempt.pk, 0),
            departures=departures(noted.get(attempt.pk, [])),
            **told.get(attempt.pk, {}),
        )
        for attempt, name in attempts
    ]


def _answers(keys: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many questions each asks, and how many of them are answered."""
    rows = Response.objects.filter(attempt__in=keys).order_by().values("attempt")
    counted = rows.annotate(
        asked=Count("pk"), answered=Count("pk", filter=Q(answer__isnull=False))
    )
    return {row.pop("attempt"): row for row in counted}


def _noted(keys: Sequence[int]) -> dict[int, list[tuple[str, datetime]]]:
    events = AttemptEvent.objects.filter(attempt__in=keys).order_by("at", "pk")
    noted: dict[int, list[tuple[str, datetime]]] = {}
    for attempt, kind, at in events.values_list("attempt", "kind", "at"):
        noted.setdefault(attempt, []).append((kind, at))
    return noted
