"""Where a question is used and how it does: asked of the apps above, by their hooks.

The bank lies below what asks its questions, so it knows no quiz. Whoever asks
questions registers with Wagtail's hooks:

- `question_usage`: (questions) → {pk: Usage}, for the rows of a list;
- `question_usage_panel`: (request, question) → HTML, for the page of one question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.safestring import SafeString
from wagtail import hooks

from questions.models import Question


@dataclass(frozen=True)
class Usage:
    """Quizzes that ask or may draw a question; first answers given to it, and points.

    `points` of `max_points`, both in hundredths of a point.
    """

    quizzes: int = 0
    answers: int = 0
    points: int = 0
    max_points: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.quizzes + other.quizzes,
            self.answers + other.answers,
            self.points + other.points,
            self.max_points + other.max_points,
        )


def usage_of(questions: Sequence[Question]) -> dict[int, Usage]:
    """How each question is used, summed over all who ask questions."""
    total = {question.pk: Usage() for question in questions}
    for tell in hooks.get_hooks("question_usage"):
        for pk, usage in tell(questions).items():
            total[pk] += usage
    return total


def panels_of(request: HttpRequest, question: Question) -> list[SafeString]:
    """What every asker tells of one question, as HTML."""
    return [tell(request, question) for tell in hooks.get_hooks("question_usage_panel")]
