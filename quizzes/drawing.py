"""Which questions an attempt asks. Pure: lines, what was seen and a seed in, ids out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random


@dataclass(frozen=True)
class Line:
    """So many questions from a pool of ids, each worth `points` (hundredths)."""

    pool: tuple[int, ...]
    count: int
    points: int
    section: str = ""


@dataclass(frozen=True)
class Drawn:
    question_id: int
    points: int
    section: str = ""


def draw(lines: Sequence[Line], *, seen: Collection[int], rng: Random) -> list[Drawn]:
    """Draw each line, no question twice, those not seen before first.

    Small pools choose first, so that a category is not emptied by a draw from the one
    above it. A pool that is too small gives what it has. In the order of the lines.
    """
    taken: set[int] = set()
    chosen: dict[int, list[int]] = {}
    for index in sorted(range(len(lines)), key=lambda i: len(lines[i].pool)):
        free = sorted(set(lines[index].pool) - taken)
        rng.shuffle(free)
        free.sort(key=lambda question_id: question_id in seen)
        chosen[index] = free[: lines[index].count]
        taken.update(chosen[index])
    return [
        Drawn(question_id, line.points, line.section)
        for index, line in enumerate(lines)
        for question_id in chosen[index]
    ]


def shuffle_within_sections(drawn: Sequence[Drawn], *, rng: Random) -> list[Drawn]:
    """Another order of the questions; sections stay where they are, and whole."""
    mixed: list[Drawn] = []
    for _section, rows in groupby(drawn, key=lambda row: row.section):
        part = list(rows)
        rng.shuffle(part)
        mixed += part
    return mixed
