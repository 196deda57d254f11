"""The options of a question and which of them an answer chose. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from questions.kinds import KINDS, Answer, Definition
from questions.kinds.options import ChoiceKind


@dataclass(frozen=True)
class Option:
    """An option as learners read it (rendered HTML), and whether it is right."""

    id: str
    html: str
    is_right: bool


def options_of(definition: Definition) -> tuple[Option, ...]:
    """The options in the order of the definition; none for a kind without any."""
    kind = KINDS[definition["kind"]]
    if not isinstance(kind, ChoiceKind):
        return ()
    shown = kind.controls(kind.public(definition), None)["options"]
    right = kind.right(definition)
    return tuple(Option(o["id"], o["html"], o["id"] in right) for o in shown)


def chosen_in(kind: str, answer: Answer) -> frozenset[str]:
    """Ids of the options that the answer chose; whatever JSON it is."""
    known = KINDS[kind]
    if answer is None or not isinstance(known, ChoiceKind):
        return frozenset()
    return frozenset(known.chosen(answer))


def chance_of(definition: Definition) -> Fraction | None:
    """What blind guessing earns of a question; None where it cannot be told."""
    return KINDS[definition["kind"]].chance(definition)
