"""The key of what a learner types: found by asking the item's rules for scores."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from questions.formats.draft import loss_of_marks
from questions.formats.qti.expressions import bounds
from questions.formats.qti.item import AssessmentItem, Refused
from questions.formats.qti.processing import Answers, Declaration
from questions.formats.qti.scalars import (
    NotUnderstood,
    Value,
    escaped_star,
    number,
    pattern_of,
    scalar,
    wildcards,
)
from questions.kinds.texts import pieces

NUMBERS = ("integer", "float")
PLACES = 8  # decimals that the bank keeps
MOST = 60  # keys of one response that are tried


class NumberKey(NamedTuple):
    value: Decimal
    tolerance: Decimal


def best_answer(item: AssessmentItem, declaration: Declaration) -> Value:
    """A right answer of one response, as far as its declaration tells."""
    if declaration.correct:
        return declaration.correct
    values = [scalar(key, declaration.base_type) for key in declaration.mapped_keys()]
    values += [scalar(t, declaration.base_type) for t in _literals(item, declaration)]
    best = max(
        values[:MOST], key=lambda v: declaration_score(declaration, v), default=None
    )
    return () if best is None else (best,)


def declaration_score(declaration: Declaration, value: object) -> Decimal:
    return (
        declaration.mapped((value,)) if declaration.mapping is not None else Decimal(0)
    )


def _tests(item: AssessmentItem, declaration: Declaration) -> list[Element]:
    """The elements of the rules that compare this response with something."""
    processing = item.rules.processing
    found = [] if processing is None else processing.iter()
    name = declaration.identifier
    return [e for e in found if e.find(f"variable[@identifier='{name}']") is not None]


def _literals(item: AssessmentItem, declaration: Declaration) -> list[str]:
    return [
        value.text or ""
        for test in _tests(item, declaration)
        for value in test.iterfind("baseValue")
    ]


def _patterns(item: AssessmentItem, declaration: Declaration) -> list[str]:
    """Those of `patternMatch`, as the bank writes wildcards."""
    tests = _tests(item, declaration)
    found = [wildcards(t.get("pattern", "")) for t in tests if t.tag == "patternMatch"]
    return [pattern for pattern in found if pattern]


def _is_matched(text: str, patterns: list[str]) -> bool:
    return any(re.fullmatch(pattern_of(pattern), text) for pattern in patterns)


def accepted(
    item: AssessmentItem, declaration: Declaration, others: Answers
) -> tuple[list[str], bool]:
    """The texts that earn most, the key's own first, and whether case is ignored.

    Raises Refused when none earns anything.
    """
    texts = [*declaration.mapped_keys(), *_literals(item, declaration)]
    patterns = _patterns(item, declaration)
    key = [str(v) for v in declaration.correct]
    if patterns:  # the key is then only an example of them
        key = [text for text in key if text in texts or not _is_matched(text, patterns)]
    plain = {
        escaped_star(" ".join(text.split())): text.strip()
        for text in [*key, *texts][:MOST]
    }
    for pattern in patterns[:MOST]:
        plain.setdefault(pattern, "x".join(pieces(pattern)))
    name, base_type = declaration.identifier, declaration.base_type
    scores = {
        text: item.score({**others, name: (scalar(sample, base_type),)})
        for text, sample in plain.items()
        if sample
    }
    kept = _best(item, scores, base=item.score({**others, name: ()}))
    words = [plain[text] for text in kept if text == escaped_star(plain[text])]
    changed = [t.swapcase() for t in words if t.swapcase() != t]
    is_folded = all(
        item.score({**others, name: (text,)}) == scores[kept[0]] for text in changed[:1]
    )
    if is_folded:
        item.lose(*loss_of_marks(kept))
    return kept, is_folded


def _best(
    item: AssessmentItem, scores: dict[str, Decimal], *, base: Decimal
) -> list[str]:
    most = max(scores.values(), default=base)
    if most <= base:
        raise Refused(_("responseDeclaration: không có đáp án nào được điểm."))
    for text, score in scores.items():
        if base < score < most:
            item.lose(
                _("“%(text)s” được một phần điểm trong tệp, ở đây không được điểm")
                % {"text": text[:80]}
            )
    return [text for text, score in scores.items() if score == most]


def number_key(
    item: AssessmentItem, declaration: Declaration, others: Answers
) -> NumberKey:
    """The number and how far an answer may be from it; raises Refused."""
    name = declaration.identifier

    def earned(value: Decimal) -> Decimal:
        return item.score({**others, name: (value,)})

    tried = {value: earned(value) for value in _numbers(item, declaration)}
    base = item.score({**others, name: ()})
    kept = [
        Decimal(t)
        for t in _best(item, {str(v): s for v, s in tried.items()}, base=base)
    ]
    most = earned(kept[0])
    key = [v for v in declaration.correct if isinstance(v, Decimal) and v in kept]
    start = key[0] if key else None
    low, high = _run(sorted(tried), kept, start, lambda v: earned(v) == most)
    if any(not low <= value <= high for value in kept):
        item.lose(_("chỉ giữ một trong nhiều khoảng đáp số"))
    value = start if start is not None else (low + high) / 2
    if value - low != high - value:
        item.lose(_("sai số hai phía khác nhau, lấy phía rộng hơn"))
    tolerance = max(value - low, high - value)
    return NumberKey(_tidy(value), _tidy(tolerance))


def _run(
    points: list[Decimal], kept: list[Decimal], start: Decimal | None, is_right
) -> tuple[Decimal, Decimal]:
    """The unbroken stretch of right numbers around the start, bounds counted in."""
    first = points.index(start if start is not None else min(kept))
    low = high = first
    while low > 0 and is_right((points[low - 1] + points[low]) / 2):
        low -= 1
    while high + 1 < len(points) and is_right((points[high] + points[high + 1]) / 2):
        high += 1
    return points[low], points[high]


def _numbers(item: AssessmentItem, declaration: Declaration) -> list[Decimal]:
    """Every number that the key or the rules name, and the bounds around them."""
    values = [v for v in declaration.correct if isinstance(v, Decimal)]
    texts = [*declaration.mapped_keys(), *_literals(item, declaration)]
    values += [number(text) for text in texts[:MOST]]
    found = list(values)
    for test in _tests(item, declaration):
        if test.tag == "equal":
            found += [b for value in values for b in bounds(test, value)]
        elif test.tag == "equalRounded":
            half = Decimal("0.5").scaleb(
                -min(int(number(test.get("figures", "0"))), PLACES)
            )
            found += [b for value in values for b in (value - half, value + half)]
    return list(dict.fromkeys(found))


def _tidy(value: Decimal) -> Decimal:
    """At most eight decimals, no zeros behind, never an exponent."""
    try:
        text = f"{round(value, PLACES):f}"
    except ArithmeticError:
        raise NotUnderstood(str(value)) from None
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)
