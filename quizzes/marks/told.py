"""What the markers of an essay tell its author, once it is marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from questions.kinds import KINDS
from questions.rendering import Shows
from quizzes.marks.essays import agreed, shares
from quizzes.models import Marking, Response


@dataclass(frozen=True)
class Part:
    """What one criterion of the rubric earned; hundredths of a point."""

    name: str
    points: int
    max_points: int


@dataclass(frozen=True)
class Said:
    """The words of one marker and the points by criterion; `turn` only where two read."""

    turn: str
    parts: tuple[Part, ...]
    comment: str


def said_of(responses: Sequence[Response], shows: Shows) -> dict[int, list[Said]]:
    """By pk of the response: parts where marks are shown, words where explanations are.

    Asked only where a person marks, and has marked.
    """
    essays = {r.pk: r for r in responses if _is_marked(r)}
    if not essays or not (shows.marks or shows.explanation):
        return {}
    marked: dict[int, list[Marking]] = {}
    for row in Marking.objects.filter(response__in=essays).order_by("turn"):
        marked.setdefault(row.response_id, []).append(row)
    said = {pk: _said(essays[pk], rows, shows) for pk, rows in marked.items()}
    return {pk: [s for s in rows if s.parts or s.comment] for pk, rows in said.items()}


def _is_marked(response: Response) -> bool:
    by_person = KINDS[response.definition["kind"]].is_marked_by_person
    return by_person and response.points is not None and response.answer is not None


def _said(response: Response, markings: list[Marking], shows: Shows) -> list[Said]:
    """Parts are told while they come to the points that stand: nobody put those right."""
    comes_to = agreed([row.points for row in markings], response.max_points)
    tells_parts = shows.marks and comes_to == response.points
    return [
        Said(
            str(row.get_turn_display()) if len(markings) > 1 else "",
            _parts(response, row) if tells_parts else (),
            row.comment if shows.explanation else "",
        )
        for row in markings
    ]


def _parts(response: Response, marking: Marking) -> tuple[Part, ...]:
    rubric = response.definition.get("rubric") or []
    if not rubric or {row["id"] for row in rubric} != marking.rubric.keys():
        return ()
    most = shares([row["weight"] for row in rubric], response.max_points)
    return tuple(
        Part(row["name"], marking.rubric[row["id"]], part)
        for row, part in zip(rubric, most, strict=True)
    )
