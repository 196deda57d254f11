"""Options with fractions of the points: what multichoice questions share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from questions.formats.moodle.reading import MoodleAnswer, Source
from questions.formats.moodle.writing import Target

HUNDRED = Decimal(100)
ROUNDED = Decimal("0.01")  # Moodle writes a third as 33.33333, older ones as 33.333


def is_near(fraction: Decimal, wanted: Decimal) -> bool:
    return abs(fraction - wanted) <= ROUNDED


def takes_one(source: Source) -> bool:
    """Whether only one option may be chosen; Moodle says so beside the type."""
    return source.line("single").lower() not in ("false", "0")


def option(source: Source, answer: MoodleAnswer, *, is_right: bool) -> dict[str, Any]:
    return {
        "text": source.rich(answer.node),
        "is_right": is_right,
        "feedback": source.rich(answer.feedback),
    }


def write_options(
    options: list[dict[str, Any]], target: Target, *, right: str, wrong: str
) -> None:
    """`right` and `wrong` are the fractions, in per cent, of an option of that sort."""
    for row in options:
        fraction = right if row["is_right"] else wrong
        node = target.rich("answer", row["text"], fraction=fraction)
        target.rich("feedback", row["feedback"], node)


def write_frame(target: Target, *, is_single: bool) -> None:
    target.leaf("single", "true" if is_single else "false")
    target.leaf("shuffleanswers", "true")
    target.leaf("answernumbering", "ABCD")
