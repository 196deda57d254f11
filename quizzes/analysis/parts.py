"""Gaps and pairs: questions whose points come in parts, looked at part by part. Pure.

A part is known by its label, the left side of a pair or the number of a gap: that is
what stays when a question is reworded and its ids change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from questions.kinds import KINDS, Answer, Definition
from questions.kinds.base import EVERYTHING
from quizzes.analysis.figures import PartFigures


def parted() -> list[str]:
    """Names of the kinds whose points come in parts."""
    return [kind.name for kind in KINDS.values() if kind.part_label]


@dataclass(frozen=True)
class PartLine:
    """A gap or a pair with who had it right, by thirds: lower, middle, upper.

    `html` is rendered; `right` is plain text.
    """

    html: str
    right: str
    count: int
    sitters: int
    thirds: tuple[tuple[int, int], ...]


def hits_in(definition: Definition, answer: Answer) -> dict[str, bool]:
    """By label of the part, whether the answer has it right; whatever JSON it is."""
    return {row["html"]: row["is_right"] for row in _rows(definition, answer)}


def part_lines(
    definition: Definition, figures: Iterable[PartFigures]
) -> tuple[PartLine, ...]:
    """The parts of a question as it is worded now, the hardest first."""
    known = {part.label: part for part in figures}
    lines = [
        _line(row, part.thirds)
        for row in _rows(definition, None)
        if (part := known.get(row["html"]))
    ]
    return tuple(sorted(lines, key=lambda line: line.count * 1000 // line.sitters))


def _line(row: dict[str, Any], thirds: Sequence[tuple[int, int]]) -> PartLine:
    count, sitters = (sum(column) for column in zip(*thirds, strict=True))
    return PartLine(row["html"], row["right"], count, sitters, tuple(thirds))


def _rows(definition: Definition, answer: Answer) -> list[dict[str, Any]]:
    """What the result page shows of every part: its label, what is right and whether."""
    kind = KINDS[definition["kind"]]
    if not kind.part_label:
        return []
    return kind.outcome(definition, answer, EVERYTHING)["rows"]
