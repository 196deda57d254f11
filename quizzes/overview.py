"""What a quiz's own page tells: rules, past sittings, and what can be done next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from quizzes.admission import Standing, standing_of

if TYPE_CHECKING:
    from accounts.models import User
    from progress.learning import Learning
    from quizzes.models import Attempt, QuizPage


def minutes_for(quiz: QuizPage, allowance: int) -> int | None:
    """The learner's own minutes; `allowance` in per cent, 100 is the usual time."""
    if quiz.time_limit_minutes is None:
        return None
    return quiz.time_limit_minutes * allowance // 100


def overview_for(
    quiz: QuizPage, learning: Learning | None, *, learner: User
) -> dict[str, Any]:
    """Context of the page. Without enrolment (a trainer, a preview) only the rules."""
    items = list(quiz.items.all())
    context = {
        "learning": learning,
        "course": learning.course if learning else None,
        "question_count": sum(item.count for item in items),
        "sections": [item.section for item in items if item.section],
        "pass_mark": quiz.pass_mark,
        "minutes": quiz.time_limit_minutes,
        "allowed": quiz.sittings_allowed,
        "attempts": [],
    }
    if learning is None or learning.enrolment is None:
        return context
    return context | _standing_of(quiz, learning, allowance=learner.time_allowance)


def _standing_of(
    quiz: QuizPage, learning: Learning, *, allowance: int
) -> dict[str, Any]:
    now = timezone.now()
    standing = standing_of(enrolment=learning.enrolment, quiz=quiz, at=now)
    # One whose time is over is closed by the sweep or the next click.
    running = [a for a in standing.past if a.is_open and not a.is_over(at=now)]
    current, is_locked = next(iter(running), None), learning.is_locked(quiz)
    return {
        "attempts": standing.past,
        "current": current,
        "result": standing.result,
        "passed": _passed(standing),
        "waits": any(a.waits_for_marks for a in standing.past),
        "attempts_left": standing.left,
        "refusal": standing.refusal,
        "pass_mark": max(quiz.pass_mark, learning.course.minimum_mark),
        "minutes": minutes_for(quiz, allowance),
        "is_locked": is_locked,
        "can_start": not (is_locked or current or standing.refusal),
        "next_activity": learning.next_after(quiz),
    }


def _passed(standing: Standing) -> Attempt | None:
    """The sitting that shows the pass best; None while the result has not passed."""
    if not standing.has_passed:
        return None
    marked = [attempt for attempt in standing.submitted if attempt.score is not None]
    return max(marked, key=lambda a: (a.has_passed, a.score / (a.max_score or 1)))
