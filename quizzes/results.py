"""What a result tells: verdict, what was wrong with its explanation, what to read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courses.models import ActivityPage, CoursePage, ModulePage
from enrolments.access import within
from questions.rendering import Shows, outcome
from quizzes.admission import Standing, standing_of
from quizzes.counting import AVERAGE, BEST, FIRST, is_finished
from quizzes.feedback import Detail, detail, shows_of
from quizzes.marks.told import Said, said_of
from quizzes.models import Attempt, Response


@dataclass(frozen=True)
class Marked:
    """A response as the result shows it; `points` None waits for a person."""

    position: int
    points: int | None
    max_points: int
    shown: dict[str, Any]
    said: tuple[Said, ...] = ()  # by who marked an essay

    @property
    def is_waiting(self) -> bool:
        return self.points is None

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


def result_of(attempt: Attempt, *, at: datetime) -> dict[str, Any]:
    """Context of the result page of a submitted attempt."""
    quiz, course = attempt.quiz, attempt.enrolment.training_class.course
    standing = standing_of(enrolment=attempt.enrolment, quiz=quiz, at=at)
    responses = list(attempt.responses.with_category())
    has_passed = _has_passed(attempt, standing)
    return {
        "attempt": attempt,
        "quiz": quiz,
        "course": course,
        "in_class": within("", attempt.enrolment.training_class),
        "needed": needed_points(attempt),
        "has_passed": has_passed,
        "waits": attempt.waits_for_marks,
        "counted": _counted_apart(standing),
        "weak_spots": _weak_spots_to_tell(attempt, responses, course, has_passed),
        "attempts_left": standing.left,
        "can_retake": not standing.refusal,
        "refusal": standing.refusal,
        "certificate": attempt.enrolment.paper,
        **_rows(quiz, standing, responses),
    }


def _has_passed(attempt: Attempt, standing: Standing) -> bool:
    """The verdict: on this sitting, or on all where no single one decides."""
    if attempt.quiz.counting in {AVERAGE, FIRST}:
        return standing.has_passed
    return attempt.has_passed


def _counted_apart(standing: Standing):
    """The result that stands, where it is not simply that of the page."""
    is_other = standing.quiz.counting != BEST and len(standing.submitted) > 1
    return standing.result if is_other else None


def _rows(quiz, standing: Standing, responses: Sequence[Response]) -> dict[str, Any]:
    """The questions, sorted by what there is to learn from them."""
    is_last = standing.left == 0 or standing.is_closed
    finished = is_finished(quiz.counting, standing.sats, is_last=is_last)
    level = detail(quiz, is_finished=finished, at=standing.at)
    shows = shows_of(quiz)
    rows = marked(responses, shows) if level else []
    if not shows.marks:  # nothing may tell right from wrong, nor where they are grouped
        return {"everything": rows if level == Detail.FULL else []}
    return {
        "reveals": level == Detail.FULL,
        "comes_later": level < Detail.FULL,
        "wrong": [row for row in rows if not row.is_right and not row.is_waiting],
        "right": [row for row in rows if row.is_right],
        "waiting": [row for row in rows if row.is_waiting],
    }


def marked(responses: Sequence[Response], shows: Shows) -> list[Marked]:
    """The responses with what may be told of each."""
    said = said_of(responses, shows)
    return [
        Marked(
            r.position,
            r.points,
            r.max_points,
            outcome(r.definition, r.answer, shows),
            tuple(said.get(r.pk, ())),
        )
        for r in responses
    ]


def _weak_spots_to_tell(
    attempt: Attempt,
    responses: Sequence[Response],
    course: CoursePage,
    has_passed: bool,
) -> list[WeakSpot]:
    quiz = attempt.quiz
    is_silent = not quiz.shows_marks or quiz.feedback_when == quiz.FeedbackWhen.NEVER
    if has_passed or is_silent or attempt.waits_for_marks:
        return []
    return weak_spots(responses, course)


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
    linked = ("title", "path", "url_path")
    modules = list(ModulePage.objects.live().child_of(course).only(*linked))
    activities = list(ActivityPage.objects.of(course).only(*linked))
    first = {
        module.title: next(
            (a for a in activities if a.path.startswith(module.path)), None
        )
        for module in modules
    }
    return {title: activity for title, activity in first.items() if activity}
