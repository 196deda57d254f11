"""Classical item analysis. Pure: sittings in, figures out, in fractions.

A sitting has the questions it was asked and no others: with draws every sitting has
its own subset, and a question is compared only among those who were asked it. A
question without an answer earned nothing; one that waits for a marker is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from quizzes.analysis.exact import correlation, median

FEWEST = 10
TAIL = Fraction(27, 100)  # Kelley (1939): the sharpest tails under normal scores
LOWER, MIDDLE, UPPER = range(3)


@dataclass(frozen=True)
class Answered:
    """One question in one sitting: hundredths of a point, what was chosen, seconds.

    `choices` are ids of options, empty when none was chosen or the kind has none;
    `parts` says of each gap or pair, by its label, whether it was right.
    """

    points: int
    max_points: int
    choices: frozenset[str] = frozenset()
    seconds: Fraction | None = None
    parts: Mapping[str, bool] = field(default_factory=dict)

    @property
    def share(self) -> Fraction:
        return Fraction(self.points, self.max_points)


@dataclass(frozen=True)
class Sitting:
    """One attempt: what each question of it earned, by the question's id."""

    answers: Mapping[int, Answered]
    points: int = field(init=False)
    max_points: int = field(init=False)

    def __post_init__(self) -> None:
        answers = self.answers.values()
        object.__setattr__(self, "points", sum(a.points for a in answers))
        object.__setattr__(self, "max_points", sum(a.max_points for a in answers))

    @property
    def share(self) -> Fraction:
        return Fraction(self.points, self.max_points)

    def rest(self, question: int) -> Fraction | None:
        """What everything but this question earned; None when there was nothing else."""
        own = self.answers[question]
        others = self.max_points - own.max_points
        return Fraction(self.points - own.points, others) if others else None


@dataclass(frozen=True)
class Choice:
    """How often an option was chosen, by thirds of the sitters: lower, middle, upper."""

    option: str
    thirds: tuple[int, int, int]

    @property
    def count(self) -> int:
        return sum(self.thirds)


@dataclass(frozen=True)
class PartFigures:
    """How often a gap or a pair was right, of those asked it, by thirds of the sitters."""

    label: str
    thirds: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class ItemFigures:
    """How a question did. Shares are of 1; `discrimination` and `tails` of −1 … 1.

    `facility`: points earned of points possible. `discrimination`: correlation of the
    question with the rest of the sitting (point-biserial when it is right or wrong).
    `tails`: facility among the best 27 % less that among the last 27 %.
    """

    question: int
    count: int
    facility: Fraction
    discrimination: Fraction | None
    tails: Fraction | None
    choices: tuple[Choice, ...]
    thirds: tuple[int, int, int]
    blank: int
    seconds: Fraction | None
    parts: tuple[PartFigures, ...] = ()

    @property
    def is_enough(self) -> bool:
        """Fewer sitters say nothing that the next one could not turn round."""
        return self.count >= FEWEST


def item_figures(sittings: Sequence[Sitting]) -> list[ItemFigures]:
    """Every question that was asked, in the order first met."""
    asked: dict[int, list[Sitting]] = defaultdict(list)
    for sitting in sittings:
        for question in sitting.answers:
            asked[question].append(sitting)
    return [_item(question, rows) for question, rows in asked.items()]


def _item(question: int, asked: Sequence[Sitting]) -> ItemFigures:
    own = [sitting.answers[question] for sitting in asked]
    places = thirds_of([sitting.share for sitting in asked])
    return ItemFigures(
        question=question,
        count=len(own),
        facility=Fraction(sum(a.points for a in own), sum(a.max_points for a in own)),
        discrimination=_discrimination(question, asked),
        tails=tails_index([(s.share, s.answers[question].share) for s in asked]),
        choices=_choices(own, places),
        thirds=tuple(places.count(third) for third in (LOWER, MIDDLE, UPPER)),
        blank=sum(not a.choices for a in own),
        seconds=median([a.seconds for a in own if a.seconds is not None]),
        parts=_parts(own, places),
    )


def _discrimination(question: int, asked: Sequence[Sitting]) -> Fraction | None:
    pairs = [
        (sitting.answers[question].share, rest)
        for sitting in asked
        if (rest := sitting.rest(question)) is not None
    ]
    return correlation([own for own, _rest in pairs], [rest for _own, rest in pairs])


def tails_index(rows: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    """Facility of the upper 27 % less that of the lower; rows of (score, share).

    Who stands level at the cut shares the places that are left, so that the order of
    equal scores means nothing. None below ten sitters.
    """
    if len(rows) < FEWEST:
        return None
    size = round(len(rows) * TAIL)
    return _tail(rows, size, best=True) - _tail(rows, size, best=False)


def _tail(
    rows: Sequence[tuple[Fraction, Fraction]], size: int, *, best: bool
) -> Fraction:
    level = defaultdict(list)
    for score, share in rows:
        level[score].append(share)
    earned, left = Fraction(0), size
    for score in sorted(level, reverse=best):
        taken = min(left, len(level[score]))
        earned += sum(level[score]) * Fraction(taken, len(level[score]))
        left -= taken
        if not left:
            break
    return earned / size


def thirds_of(scores: Sequence[Fraction]) -> list[int]:
    """Lower, middle or upper third for each score; equal scores stay together."""
    first: dict[Fraction, int] = {}
    count: dict[Fraction, int] = defaultdict(int)
    for rank, score in enumerate(sorted(scores)):
        first.setdefault(score, rank)
        count[score] += 1
    n = len(scores)
    # Twice the middle rank of those with this score, of 2n places in three parts.
    return [(2 * first[s] + count[s]) * 3 // (2 * n) for s in scores]


def _choices(own: Sequence[Answered], places: Sequence[int]) -> tuple[Choice, ...]:
    counts: dict[str, list[int]] = {}
    for answered, third in zip(own, places, strict=True):
        for option in answered.choices:
            counts.setdefault(option, [0, 0, 0])[third] += 1
    return tuple(Choice(option, tuple(counts[option])) for option in sorted(counts))


def _parts(own: Sequence[Answered], places: Sequence[int]) -> tuple[PartFigures, ...]:
    counts: dict[str, list[list[int]]] = {}
    for answered, third in zip(own, places, strict=True):
        for label, is_right in answered.parts.items():
            cell = counts.setdefault(label, [[0, 0], [0, 0], [0, 0]])[third]
            cell[0] += is_right
            cell[1] += 1
    return tuple(
        PartFigures(label, tuple((right, asked) for right, asked in cells))
        for label, cells in sorted(counts.items())
    )
