"""What the page of a running attempt shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from questions.definitions import public
from questions.kinds import KINDS
from questions.rendering import FIELD, controls
from quizzes.feedback import shows_of
from quizzes.models import Attempt, Response
from quizzes.paging import page_shown
from quizzes.results import Marked, marked, needed_points
from quizzes.scoring import points_of


@dataclass(frozen=True)
class Row:
    """A question on the page: still to be answered, or closed with what is told of it."""

    response: Response
    heading: str  # the section that begins here
    question: dict[str, Any] | None
    marked: Marked | None
    can_check: bool


def field_of(response: Response, *, is_alone: bool) -> str:
    """The name of the answer's controls: plain when the page has no other question."""
    return FIELD if is_alone else f"cau{response.position}"


def running_of(
    attempt: Attempt, outline: Sequence[Response], *, at: datetime
) -> dict[str, Any]:
    """Context of every page of a running attempt."""
    return {
        "attempt": attempt,
        "quiz": attempt.quiz,
        "allowed": attempt.quiz.sittings_allowed,
        "course": attempt.enrolment.training_class.course,
        "outline": outline,
        "total": len(outline),
        "answered": sum(r.is_answered for r in outline),
        "flagged": sum(r.is_flagged for r in outline),
        "left": attempt.seconds_left(at=at),
        "needed": needed_points(attempt),
    }


def sheet_of(
    attempt: Attempt, outline: Sequence[Response], *, asked: str | None
) -> dict[str, Any]:
    """Context of the page with the questions; `asked` is the position in the url."""
    pages, place = page_shown(attempt, outline, asked)
    here = pages[place]
    responses = attempt.responses.filter(position__range=(here[0], here[-1]))
    before = _section_before(outline, here[0])
    rows = _rows(attempt, responses.order_by("position"), before=before)
    saved = [r.response.saved_at for r in rows if r.response.saved_at]
    return {
        "rows": rows,
        "is_alone": attempt.per_page == 1,
        "here": here,
        "first": here[0],
        "last": here[-1],
        "section": outline[here[0] - 1].section,
        "previous": None if attempt.is_forward_only else _start(pages, place - 1),
        "next": _start(pages, place + 1),
        "saved_at": max(saved, default=None),
        "is_open": any(row.question for row in rows),
    }


def _start(pages: Sequence[range], place: int) -> int | None:
    return pages[place][0] if 0 <= place < len(pages) else None


def _section_before(outline: Sequence[Response], position: int) -> str:
    """The section of the question before; each page names its own at the top."""
    return outline[position - 2].section if position > 1 else ""


def _rows(attempt: Attempt, responses: QuerySet[Response], *, before: str) -> list[Row]:
    rows, section = [], before
    for response in responses:
        heading = response.section if response.section != section else ""
        section = response.section
        rows.append(_row(attempt, response, heading=heading))
    return rows


def _row(attempt: Attempt, response: Response, *, heading: str) -> Row:
    if response.is_closed:
        response.points = points_of(response)  # shown; kept only at the submission
        (told,) = marked([response], shows_of(attempt.quiz))
        return Row(response, heading, None, told, can_check=False)
    shown = public(response.definition)
    field = field_of(response, is_alone=attempt.per_page == 1)
    by_person = KINDS[shown["kind"]].is_marked_by_person
    return Row(
        response,
        heading,
        controls(shown, response.answer, field),
        None,
        can_check=attempt.checks_each and not by_person,
    )
