"""Which questions stand on a page, and which page a learner is on. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizzes.models import Attempt, Response


def pages_of(total: int, per_page: int) -> list[range]:
    """The positions of each page; 0 puts all questions on one."""
    size = per_page or total or 1
    return [range(n, min(n + size, total + 1)) for n in range(1, total + 1, size)]


def page_shown(
    attempt: Attempt, outline: Sequence[Response], asked: str | None
) -> tuple[list[range], int]:
    """All pages, and the place among them of the one to show.

    Where learners only go on, it is the first with an answer still open: passing a
    page closes its answers. What was closed is shown again only where it was checked.
    Elsewhere the page asked for, else the one with the first question not answered.
    """
    pages = pages_of(len(outline), attempt.per_page)
    wanted = _place(pages, asked)
    if attempt.is_forward_only:
        here = _first(pages, outline, lambda row: not row.is_closed, len(pages) - 1)
        is_behind = wanted in range(here)
        return pages, wanted if attempt.checks_each and is_behind else here
    if wanted is not None:
        return pages, wanted
    return pages, _first(pages, outline, lambda row: not row.is_answered, 0)


def _place(pages: Sequence[range], asked: str | None) -> int | None:
    """The page with the position that a url asks for; None for nonsense."""
    if not asked or not asked.isdecimal():
        return None
    position = int(asked[:5])
    return next((n for n, page in enumerate(pages) if position in page), None)


def _first(pages, outline, is_it, otherwise: int) -> int:
    """The page with the first row that `is_it`."""
    position = next((row.position for row in outline if is_it(row)), None)
    return otherwise if position is None else _place(pages, str(position))
