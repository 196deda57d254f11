"""What a result tells: verdict, what was wrong with its explanation, what to read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from courses.models import ActivityPage, CoursePage, ModulePage
from progress.models import Completion
from questions.rendering import outcome
from quizzes.models import Attempt, Response


@dataclass(frozen=True)
class Marked:
    """A response as the result shows it."""

    position: int
    points: int
    max_points: int
    shown: dict[str, Any]

    @property
    def is_right(self) -> bool:
        return self.points == self.max_points


@dataclass
class WeakSpot:
    """A category in which something was wrong, and the lesson to read again."""

    name: str
    total: int = 0
    wrong: int = 0
    lesson: ActivityPage | None = None


def needed_points(attempt: Attempt) -> int:
    """The fewest hundredths of a point with which the attempt passes."""
    return -(-attempt.pass_mark * attempt.max_score // 100)


def is_finished(attempt: Attempt) -> bool:
    """Nothing is left to sit: until then the key of a wrong answer is not told.

    The bank is small, and whoever read all keys would pass the next attempt by copying.
    """
    completions = Completion.objects.standing().of(attempt.enrolment)
    return completions.filter(activity=attempt.quiz_id).exists()


def marked(responses: Sequence[Response]) -> list[Marked]:
    return [
        Marked(r.position, r.points or 0, r.max_points, outcome(r.definition, r.answer))
        for r in responses
    ]


def weak_spots(responses: Sequence[Response], course: CoursePage) -> list[WeakSpot]:
    """Categories with wrong answers, worst first.

    A category of the bank is named after its module, which is how the lesson is found:
    the bank lies below the courses and knows none of them.
    """
    spots: dict[int, WeakSpot] = {}
    for response in responses:
        category = response.question.category
        spot = spots.setdefault(category.pk, WeakSpot(category.name))
        spot.total += 1
        spot.wrong += response.points < response.max_points
    weak = [spot for spot in spots.values() if spot.wrong]
    lessons = _first_lessons(course) if weak else {}
    for spot in weak:
        spot.lesson = lessons.get(spot.name)
    return sorted(weak, key=lambda spot: -spot.wrong)


def _first_lessons(course: CoursePage) -> dict[str, ActivityPage]:
    """The first activity of each module, by the module's title."""
    modules = list(ModulePage.objects.live().child_of(course))
    activities = list(ActivityPage.objects.of(course))
    first = {
        module.title: next(
            (a for a in activities if a.path.startswith(module.path)), None
        )
        for module in modules
    }
    return {title: activity for title, activity in first.items() if activity}
