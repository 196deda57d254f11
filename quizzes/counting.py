"""Which sitting's score stands when there are several. Pure.

The rules and what each finishes are set down in docs/decisions/0008.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizzes.models import Attempt

BEST, LAST, FIRST, AVERAGE = "best", "last", "first", "average"


@dataclass(frozen=True)
class Sat:
    """A submitted sitting: hundredths of a point, the pass mark of its start in per cent.

    `score` is None while an answer waits for a person's mark.
    """

    score: int | None
    max_score: int
    pass_mark: int

    @property
    def share(self) -> Fraction:
        """Part of the points, 0 … 1; an empty paper has none."""
        return Fraction(self.score or 0, self.max_score or 1)


@dataclass(frozen=True)
class Counted:
    """The result that stands; `score` and `max_score` in hundredths of a point."""

    score: int
    max_score: int
    pass_mark: int

    @property
    def has_passed(self) -> bool:
        return meets(self.score, self.max_score, self.pass_mark)


def meets(score: int, max_score: int, pass_mark: int) -> bool:
    """Whether a score is `pass_mark` per cent of the points or more."""
    return score * 100 >= pass_mark * max_score


def counted(rule: str, sats: Sequence[Sat]) -> Counted | None:
    """The result by the rule, of sittings in their order; None when none is marked.

    Raises ValueError for a rule that does not exist.
    """
    marked = [sat for sat in sats if sat.score is not None]
    if not sats or not marked:
        return None
    match rule:
        case "best":
            return _as_is(max(marked, key=_rank))
        case "last":
            return _as_is(marked[-1])
        case "first":
            return _as_is(sats[0]) if sats[0].score is not None else None
        case "average":
            return _average(marked)
    raise ValueError(f"no such rule of counting: {rule}")


def deciding(rule: str, sittings: Sequence[Attempt]) -> Attempt:
    """The sitting by which the result is known; of submitted ones in their order."""
    return sittings[0 if rule == FIRST else -1]


def is_finished(rule: str, sats: Sequence[Sat], *, is_last: bool) -> bool:
    """Whether the result can be written down; `is_last`: nothing is left to sit.

    What passed finishes at once. A sitting that waits for a person holds up the rest;
    the first one, where it counts alone, decides either way.
    """
    result = counted(rule, sats)
    if result is None:
        return False
    if rule in {AVERAGE, LAST} and _waits(sats):
        return False
    if result.has_passed or rule == FIRST:
        return True
    return is_last and not _waits(sats)


def _waits(sats: Sequence[Sat]) -> bool:
    return any(sat.score is None for sat in sats)


def _rank(sat: Sat) -> tuple[bool, Fraction]:
    """A pass stands above every fail, whatever the pass marks were; then the share."""
    return meets(sat.score, sat.max_score, sat.pass_mark), sat.share


def _as_is(sat: Sat) -> Counted:
    return Counted(sat.score, sat.max_score, sat.pass_mark)


def _average(marked: Sequence[Sat]) -> Counted:
    """The mean share, in points of the newest paper; half a hundredth rounds up."""
    newest = marked[-1]
    mean = sum((sat.share for sat in marked), Fraction(0)) / len(marked)
    score = int(mean * newest.max_score + Fraction(1, 2))
    return Counted(score, newest.max_score, newest.pass_mark)
