"""What one invented learner did in one class. Pure: a seed in, moments out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import ceil
from random import Random

from lms.demo.calendar import begins_at, learning_days

STARTED = 0.65  # of those who have not finished, the share that has begun
LEFT_OPEN = 0.6  # of those who have begun, the share with a lesson left half read
A_SITTING = 4  # lessons in a row, where there are days enough
WEAK = 0.035  # of those who finish, the share that fails every attempt


class Outcome(StrEnum):
    FINISHED = "finished"
    STARTED = "started"
    ABSENT = "absent"


@dataclass(frozen=True)
class Stay:
    """One lesson: opened, and finished (None: left open)."""

    began_at: datetime
    ended_at: datetime | None

    @property
    def seconds(self) -> int:
        return (
            int((self.ended_at - self.began_at).total_seconds()) if self.ended_at else 0
        )


@dataclass(frozen=True)
class Story:
    """The lessons in their order, and for who got so far the moment of the quiz.

    `ability` is the chance of a right answer.
    """

    stays: list[Stay] = field(default_factory=list)
    quiz_at: datetime | None = None
    ability: float = 0.8


def outcome_of(rng: Random, rate: float) -> Outcome:
    """How far a learner gets where that share of people finishes."""
    if rng.random() < rate:
        return Outcome.FINISHED
    return Outcome.STARTED if rng.random() < STARTED else Outcome.ABSENT


def tell(
    rng: Random, *, outcome: Outcome, minutes: Sequence[int], days: Sequence[date]
) -> Story:
    """A believable way through lessons of so many minutes on some of the days."""
    if outcome == Outcome.ABSENT or not days:
        return Story()
    if outcome == Outcome.FINISHED:
        return _finished(rng, minutes, days)
    done = rng.randrange(0, len(minutes))
    leaves_open = done == 0 or rng.random() < LEFT_OPEN
    return Story(study(rng, minutes[:done], days, left_open=leaves_open))


def _finished(rng: Random, minutes: Sequence[int], days: Sequence[date]) -> Story:
    """All lessons on the days before the day of the quiz, or with it on one day."""
    count = min(len(days), 1 + ceil(len(minutes) / rng.randint(3, 7)))
    *lesson_days, quiz_day = learning_days(rng, days, count)
    stays = study(rng, minutes, lesson_days or [quiz_day])
    quiz_at = max(
        begins_at(rng, quiz_day, for_quiz=True),
        stays[-1].ended_at + timedelta(minutes=5),
    )
    weak = rng.random() < WEAK
    ability = 0.25 if weak else min(0.97, max(0.5, rng.gauss(0.8, 0.11)))
    return Story(stays, quiz_at, ability)


def study(
    rng: Random,
    minutes: Sequence[int],
    days: Sequence[date],
    *,
    left_open: bool = False,
) -> list[Stay]:
    """Lessons one after the other in sittings on the days, a few in each."""
    count = max(1, min(len(days), ceil(len(minutes) / A_SITTING)))
    size = max(1, ceil(len(minutes) / count))
    sittings = [minutes[i : i + size] for i in range(0, len(minutes), size)]
    chosen = learning_days(rng, days, count)
    stays: list[Stay] = []
    for day, lessons in zip(chosen, sittings, strict=False):
        stays += _sitting(rng, begins_at(rng, day), lessons)
    if left_open:
        after = stays[-1].ended_at if stays else begins_at(rng, chosen[-1])
        stays.append(Stay(after + timedelta(seconds=rng.randrange(5, 90)), None))
    return stays


def _sitting(rng: Random, moment: datetime, minutes: Sequence[int]) -> list[Stay]:
    stays = []
    for length in minutes:
        ended = moment + timedelta(
            seconds=int(length * 60 * rng.triangular(0.4, 1.5, 0.85))
        )
        stays.append(Stay(moment, ended))
        moment = ended + timedelta(seconds=rng.randrange(5, 120))
    return stays
