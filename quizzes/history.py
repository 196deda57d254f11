"""What a learner has sat, and how each category went from one sitting to the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from uuid import UUID

from django.db.models import F, Q, Sum

from accounts.formats import number, percent
from accounts.models import User
from quizzes.models import Attempt, QuizPage, Response
from quizzes.sparks import GOAL, Spark, spark


@dataclass(frozen=True)
class Mark:
    """What one sitting gave in a category, in hundredths of a point."""

    at: datetime
    points: int
    max_points: int

    @property
    def share(self) -> Fraction:
        """In per cent, exact: 69,996 is not yet 70, whatever is written."""
        return Fraction(100 * self.points, self.max_points)

    @property
    def said(self) -> str:
        """66,67%."""
        return percent(self.points, self.max_points)


@dataclass
class Trend:
    """A category in time, oldest mark first."""

    uid: UUID
    name: str
    marks: list[Mark] = field(default_factory=list)

    @property
    def last(self) -> Mark:
        return self.marks[-1]

    @property
    def is_weak(self) -> bool:
        return self.last.share < GOAL

    @property
    def spark(self) -> Spark:
        return spark([mark.share for mark in self.marks])

    @property
    def change(self) -> str:
        """Points of per cent gained since the first sitting: +33,33, 0 or -50."""
        gained = self.last.share - self.marks[0].share
        sign = "+" if gained > 0 else ""
        return sign + number(two_places(gained))


def two_places(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / value.denominator
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize() + 0


def attempts_of(learner: User) -> list[Attempt]:
    """Every sitting, the newest first; one that runs stands at the top."""
    attempts = Attempt.objects.by(learner).select_related(
        "quiz", "enrolment__training_class__course"
    )
    return list(attempts.order_by(F("submitted_at").desc(nulls_first=True), "-pk"))


def told_by(at: datetime) -> Q:
    """Responses of quizzes that let their learners know which questions went wrong."""
    when = QuizPage.FeedbackWhen
    waits = Q(attempt__quiz__feedback_when=when.CLOSED) & ~Q(
        attempt__quiz__closes_at__lte=at
    )
    silent = Q(attempt__quiz__feedback_when=when.NEVER)
    return Q(attempt__quiz__shows_score=True) & ~waits & ~silent


def trends_of(learner: User, *, at: datetime) -> list[Trend]:
    """How each category went, the weakest first; only what may be told by now."""
    rows = (
        Response.objects.filter(
            told_by(at),
            attempt__enrolment__learner=learner,
            attempt__score__isnull=False,
        )
        .values(
            shelf=F("question__category__uid"),
            shelf_name=F("question__category__full_name"),
            when=F("attempt__submitted_at"),
        )
        .annotate(points_sum=Sum("points"), max_sum=Sum("max_points"))
        .order_by("when", "attempt")
    )
    trends: dict[UUID, Trend] = {}
    for row in rows:
        trend = trends.setdefault(row["shelf"], Trend(row["shelf"], row["shelf_name"]))
        trend.marks.append(Mark(row["when"], row["points_sum"], row["max_sum"]))
    return sorted(trends.values(), key=lambda t: (t.last.share, t.name))
