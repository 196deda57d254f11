"""What one answer is worth before any person looked at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from questions.kinds import KINDS
from questions.marking import mark

if TYPE_CHECKING:
    from quizzes.models import Response


def points_of(response: Response) -> int | None:
    """Hundredths of a point by the frozen key; None for what a person marks.

    An essay that was not written needs nobody.
    """
    kind = KINDS[response.definition["kind"]]
    if kind.is_marked_by_person and response.answer is not None:
        return None
    return mark(response.definition, response.answer, response.max_points)
