"""What of a marked paper a learner is shown, and when. Pure."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum
from typing import TYPE_CHECKING

from questions.rendering import Shows

if TYPE_CHECKING:
    from quizzes.models import QuizPage


class Detail(IntEnum):
    NOTHING = 0  # not a word about single questions
    NAMED = 1  # which ones to read again, without their keys
    FULL = 2  # what the quiz's `shows_…` allow


def detail(quiz: QuizPage, *, is_finished: bool, at: datetime) -> Detail:
    """How much of the single questions the result tells now.

    While something is left to sit, a quiz that waits for the end names the wrong ones
    only: the bank is small, and who had read all keys would pass by copying.
    """
    when = quiz.FeedbackWhen(quiz.feedback_when)
    if when == when.FINISHED:
        return Detail.FULL if is_finished else Detail.NAMED
    if when == when.CLOSED:
        has_closed = quiz.closes_at is not None and at >= quiz.closes_at
        return Detail.FULL if has_closed else Detail.NOTHING
    return Detail.NOTHING if when == when.NEVER else Detail.FULL


def shows_of(quiz: QuizPage) -> Shows:
    """The parts of a marked question that the quiz lets its learners see."""
    return Shows(
        key=quiz.shows_key,
        marks=quiz.shows_marks,
        explanation=quiz.shows_explanation,
        source=quiz.shows_source,
    )


def checks_each(quiz: QuizPage) -> bool:
    """Whether a sitting that begins now may have its answers checked while it runs."""
    return quiz.feedback_when == quiz.FeedbackWhen.EACH
