"""What a quiz's own page tells: rules, past sittings, and what can be done next."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import User
    from progress.learning import Learning
    from quizzes.models import QuizPage


def minutes_for(quiz: QuizPage, allowance: int) -> int | None:
    """The learner's own minutes; `allowance` in per cent, 100 is the usual time."""
    if quiz.time_limit_minutes is None:
        return None
    own = timedelta(minutes=quiz.time_limit_minutes) * allowance / 100
    return int(own.total_seconds() // 60)


def overview_for(
    quiz: QuizPage, learning: Learning | None, *, learner: User
) -> dict[str, Any]:
    """Context of the page. Without enrolment (a trainer, a preview) only the rules."""
    items = list(quiz.items.all())
    context = {
        "learning": learning,
        "course": learning.course if learning else None,
        "question_count": sum(item.count for item in items),
        "pass_mark": quiz.pass_mark,
        "minutes": quiz.time_limit_minutes,
        "attempts": [],
    }
    if learning is None or learning.enrolment is None:
        return context
    return context | _standing_of(quiz, learning, allowance=learner.time_allowance)


def _standing_of(
    quiz: QuizPage, learning: Learning, *, allowance: int
) -> dict[str, Any]:
    enrolment = learning.enrolment
    attempts = list(quiz.attempts.of(enrolment, quiz))
    current = next((a for a in attempts if a.is_open), None)
    if current is not None and current.is_over(at=timezone.now()):
        current = None  # its time is over: the sweep or the next click closes it
    passed = next((a for a in attempts if a.has_passed), None)
    left = None
    if quiz.attempts_allowed is not None:
        left = max(0, quiz.attempts_allowed - len(attempts))
    is_locked = learning.is_locked(quiz)
    return {
        "attempts": attempts,
        "current": current,
        "passed": passed,
        "attempts_left": left,
        "pass_mark": max(quiz.pass_mark, learning.course.minimum_mark),
        "minutes": minutes_for(quiz, allowance),
        "is_locked": is_locked,
        "can_start": not (is_locked or current or passed or left == 0),
        "next_activity": learning.next_after(quiz),
    }
