"""Geometry of the page's chart: how easy a question is against whom it tells apart.

Pure: lines in, points out, in units of the SVG's own view box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from quizzes.analysis.report import Line
from quizzes.analysis.verdicts import WEAK
from quizzes.analysis.words import decimal

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 30, 44
BAR = 120
STEP = 23  # a point's diameter


@dataclass(frozen=True)
class Point:
    x: int
    y: int
    line: Line


@dataclass(frozen=True)
class Tick:
    at: int
    label: str


@dataclass(frozen=True)
class Scatter:
    """Facility to the right, discrimination upwards from `floor` to 1."""

    points: tuple[Point, ...]
    ticks_x: tuple[Tick, ...]
    ticks_y: tuple[Tick, ...]
    zero: int
    weak: int

    width, height, left, right = WIDTH, HEIGHT, LEFT, WIDTH - RIGHT
    top, floor = TOP, HEIGHT - BOTTOM

    @property
    def middle_x(self) -> int:
        return (self.left + self.right) // 2


def scatter_of(lines: Sequence[Line]) -> Scatter | None:
    """The questions that have both figures; None when there is none."""
    drawn = [line for line in lines if line.figures.discrimination is not None]
    if not drawn:
        return None
    worst = min(line.figures.discrimination for line in drawn)
    lowest = Fraction(-1, 2) if worst >= Fraction(-1, 2) else Fraction(-1)

    def x(share: Fraction) -> int:
        return round(LEFT + share * (WIDTH - LEFT - RIGHT))

    def y(index: Fraction) -> int:
        part = (index - lowest) / (1 - lowest)
        return round(HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM))

    points: list[Point] = []
    for d in drawn:
        at, up = x(d.figures.facility), y(d.figures.discrimination)
        points.append(Point(_free(at, up, points), up, d))
    halves = [Fraction(n, 2) for n in range(int(lowest * 2), 3)]
    return Scatter(
        points=tuple(points),
        ticks_x=tuple(Tick(x(Fraction(n, 4)), f"{n * 25}%") for n in range(5)),
        ticks_y=tuple(Tick(y(half), decimal(half)) for half in halves),
        zero=y(Fraction(0)),
        weak=y(WEAK),
    )


def _free(x: int, y: int, points: Sequence[Point]) -> int:
    """Beside whoever stands there already, while the row has room."""
    taken = [point.x for point in points if abs(point.y - y) < STEP]
    steps = range((WIDTH - LEFT - RIGHT) // STEP + 1)
    beside = [x + side * n * STEP for n in steps for side in (1, -1)]
    return next(
        (
            at
            for at in beside
            if LEFT <= at <= WIDTH - RIGHT
            and all(abs(other - at) >= STEP for other in taken)
        ),
        x,
    )


def bar(part: int, whole: int) -> int:
    """Length of a bar of shares, in units; nothing of nothing."""
    return round(Fraction(part * BAR, whole)) if whole else 0
