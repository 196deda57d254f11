"""From points to scores and results, after a person changed points.

Locks are taken in the house's order: all sittings of a learner at a quiz by their
number, then (by what records the result) the enrolment, then the register.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum

from progress.models import Completion
from progress.services import void_completion
from quizzes.counting import Counted, Sat, counted
from quizzes.models import Attempt, Response
from quizzes.services.finish import settle_quiz


def lock_sittings(*, enrolment: int, quiz: int) -> list[Attempt]:
    """Every sitting of a learner at a quiz, running ones too, ours until the end."""
    return list(
        Attempt.objects.select_for_update(of=("self",))
        .select_related("quiz", "enrolment")
        .of(enrolment, quiz)
    )


def counted_in(sittings: Sequence[Attempt]) -> Counted | None:
    """The result that counts, of all sittings of one learner at a quiz."""
    sats = [Sat(a.score, a.max_score, a.pass_mark) for a in sittings if not a.is_open]
    return counted(sittings[0].quiz.counting, sats) if sats else None


def has_passed(sittings: Sequence[Attempt]) -> bool:
    """Whether the result that counts passes."""
    result = counted_in(sittings)
    return result is not None and result.has_passed


def resettle(sittings: Sequence[Attempt]) -> None:
    """Give every submitted sitting the sum of its points; none while some are missing."""
    sums = {row["attempt"]: row for row in _sums(sittings)}
    changed = []
    for attempt in sittings:
        row = sums.get(attempt.pk)
        score = row["points_sum"] if row and not row["missing"] else None
        if not attempt.is_open and attempt.score != score:
            attempt.score = score
            changed.append(attempt)
    Attempt.objects.bulk_update(changed, ["score"])


def _sums(sittings: Sequence[Attempt]):
    return (
        Response.objects.filter(attempt__in=[a.pk for a in sittings])
        .order_by()
        .values("attempt")
        .annotate(points_sum=Sum("points"), missing=Count("pk", filter=Q(points=None)))
    )


@transaction.atomic
def settle(*, attempt: Attempt, at: datetime) -> None:
    """Add up the points after a person gave some; record the result when it is known."""
    sittings = lock_sittings(enrolment=attempt.enrolment_id, quiz=attempt.quiz_id)
    resettle(sittings)
    record_result(sittings, at=at)


def record_result(
    sittings: Sequence[Attempt], *, at: datetime, occasion: str = ""
) -> None:
    """Record what the sittings come to, when that finishes the quiz and is news."""
    first = sittings[0]
    standing = _standing(first).order_by("completed_at", "pk").last()
    result = counted_in(sittings)
    if result is None or (standing is not None and not _is_news(standing, result)):
        return
    settle_quiz(enrolment=first.enrolment, quiz=first.quiz, at=at, occasion=occasion)


def _standing(attempt: Attempt) -> QuerySet[Completion]:
    return Completion.objects.standing().filter(
        enrolment=attempt.enrolment_id, activity=attempt.quiz_id
    )


def _is_news(standing: Completion, result: Counted) -> bool:
    told = (standing.score, standing.max_score, standing.passed)
    return told != (result.score, result.max_score, result.has_passed)


def withdraw_pass(sittings: Sequence[Attempt], *, reason: str, at: datetime) -> None:
    """Void what says that the learner passed this quiz; a certificate is not touched."""
    for completion in _standing(sittings[0]).filter(passed=True).order_by("pk"):
        void_completion(completion=completion, reason=reason[:300], at=at)
