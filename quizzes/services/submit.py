"""Ending a sitting: by the learner, or by the clock."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from quizzes.models import Attempt, Response
from quizzes.scoring import points_of
from quizzes.services.finish import settle_quiz

logger = logging.getLogger(__name__)


@transaction.atomic
def submit_attempt(*, attempt: Attempt, at: datetime, by: Attempt.ClosedBy) -> Attempt:
    """Close the sitting, mark it and, when that finishes the quiz, complete it.

    Safe to call twice, by the learner and the clock at once: the first one counts.
    What is after the deadline is our grace, not the learner's time. Where a person
    has to mark an answer, the score stays open and nothing is completed yet. The clock
    leaves alone what was given more time since it was found.
    """
    locked = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("quiz", "enrolment")
        .get(pk=attempt.pk)
    )
    is_early = locked.due_at is not None and not locked.is_over(at=at)
    if not locked.is_open or (is_early and by == Attempt.ClosedBy.CLOCK):
        return locked
    is_late = locked.due_at is not None and at >= locked.due_at
    locked.score = _mark_responses(locked)
    locked.submitted_at = locked.due_at if is_late else at
    locked.closed_by = Attempt.ClosedBy.CLOCK if is_late else by
    locked.save(update_fields=["score", "submitted_at", "closed_by"])
    if locked.score is not None:
        settle_quiz(
            enrolment=locked.enrolment, quiz=locked.quiz, at=locked.submitted_at
        )
    return locked


def _mark_responses(attempt: Attempt) -> int | None:
    """Close and mark every response; the rows are held, so no save slips between.

    The sum, or None while a person has to mark one of them.
    """
    responses = list(attempt.responses.select_for_update().order_by("position"))
    points = [points_of(response) for response in responses]
    Response.objects.close([response.pk for response in responses], points)
    return None if None in points else sum(points)


def submit_overdue(*, at: datetime) -> int:
    """Submit what the clock has closed, each in its own transaction; returns how many.

    The guarantee behind every deadline: it needs no browser. One attempt that cannot
    be submitted is logged and does not hold up the others.
    """
    submitted = 0
    for attempt in Attempt.objects.overdue(at=at).order_by("due_at", "pk"):
        try:
            done = submit_attempt(attempt=attempt, at=at, by=Attempt.ClosedBy.CLOCK)
        except Exception:
            logger.exception("attempt %s could not be submitted", attempt.uid)
        else:
            submitted += not done.is_open
    return submitted
