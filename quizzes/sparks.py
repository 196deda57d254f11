"""A trend as a line small enough for a table's cell. Pure: shares in, points out."""

from dataclasses import dataclass
from fractions import Fraction

GOAL = 70  # per cent: below it a category is worth another round of practice
WIDTH, HEIGHT, EDGE = 104, 28, 4


@dataclass(frozen=True)
class Spark:
    """Geometry of a trend in units of its view box; the template draws it."""

    dots: list[tuple[int, int]]

    @property
    def line(self) -> str:
        return "M" + "L".join(f"{x} {y}" for x, y in self.dots)

    @property
    def goal(self) -> str:
        return f"M0 {height_of(GOAL)}H{WIDTH}"


def height_of(share: int | Fraction) -> int:
    return HEIGHT - EDGE - round(share * (HEIGHT - 2 * EDGE) / 100)


def spark(shares: list[Fraction]) -> Spark:
    """Evenly spaced: what counts is the order of the sittings, not the calendar."""
    step = (WIDTH - 2 * EDGE) / max(1, len(shares) - 1)
    return Spark(
        [(round(EDGE + n * step), height_of(share)) for n, share in enumerate(shares)]
    )
