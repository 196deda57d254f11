"""Answers as an invented learner gives them. Pure: frozen definitions in, answers out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random

from questions.kinds import Answer, Definition


def answer(rng: Random, definition: Definition, *, ability: float) -> Answer:
    """A right answer with that chance; else a wrong one, rarely none at all."""
    right = RIGHT[definition["kind"]](definition)
    if rng.random() < ability:
        return right
    if rng.random() < 0.04:
        return None
    return WRONG[definition["kind"]](rng, definition)


def _numbered(ids: list[str]) -> dict[str, int]:
    return {item: place for place, item in enumerate(ids, 1)}


def _typed(value: str) -> str:
    """A number as people type it, with a decimal comma."""
    return value.replace(".", ",")


RIGHT: dict[str, Callable[[Definition], Answer]] = {
    "single": lambda d: {"choice": d["key"]},
    "multiple": lambda d: {"choices": list(d["key"])},
    "true_false": lambda d: {"value": d["key"]},
    "numeric": lambda d: {"text": _typed(d["value"])},
    "short_answer": lambda d: {"text": d["accepted"][0]},
    "ordering": lambda d: {"positions": _numbered(d["key"])},
    "matching": lambda d: {"pairs": dict(d["key"])},
}


def _other_choice(rng: Random, definition: Definition) -> Answer:
    options = [o["id"] for o in definition["options"] if o["id"] != definition["key"]]
    return {"choice": rng.choice(options)}


def _other_choices(rng: Random, definition: Definition) -> Answer:
    """One option more or one less than is right, but never none."""
    toggled = rng.choice([o["id"] for o in definition["options"]])
    chosen = set(definition["key"]) ^ {toggled}
    everything = [o["id"] for o in definition["options"]]
    return {"choices": [i for i in everything if i in (chosen or everything)]}


def _other_number(rng: Random, definition: Definition) -> Answer:
    off = Decimal(definition["tolerance"]) + rng.choice([1, 2, 5, 10])
    return {"text": _typed(str(Decimal(definition["value"]) + off))}


def _other_order(rng: Random, definition: Definition) -> Answer:
    ids = list(definition["key"])
    at = rng.randrange(len(ids) - 1)
    ids[at], ids[at + 1] = ids[at + 1], ids[at]
    return {"positions": _numbered(ids)}


def _other_pairs(rng: Random, definition: Definition) -> Answer:
    """Two right sides changed places."""
    pairs = dict(definition["key"])
    first, second = rng.sample(list(pairs), 2)
    pairs[first], pairs[second] = pairs[second], pairs[first]
    return {"pairs": pairs}


WRONG: dict[str, Callable[[Random, Definition], Answer]] = {
    "single": _other_choice,
    "multiple": _other_choices,
    "true_false": lambda _rng, d: {"value": not d["key"]},
    "numeric": _other_number,
    "short_answer": lambda rng, _d: {"text": rng.choice(["chưa rõ", "không nhớ"])},
    "ordering": _other_order,
    "matching": _other_pairs,
}
