"""The operators of response processing: values in, value out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import reduce
from operator import add, mul, sub
from xml.etree.ElementTree import Element

from questions.formats.qti.scalars import (
    NotUnderstood,
    Value,
    number,
    pattern_of,
    wildcards,
)


def _truth(value: Value) -> bool:
    return value == (True,)


def _numbers(values: Iterable[Value]) -> list[Decimal]:
    """Every number of the values; a NULL among them makes NULL of the whole."""
    found = list(values)
    if not all(found):
        raise NotUnderstood("null")
    return [one for value in found for one in value]


def _fold(operation: Callable) -> Callable[[Element, list[Value]], Value]:
    def run(_element: Element, values: list[Value]) -> Value:
        return (reduce(operation, _numbers(values)),) if all(values) else ()

    return run


def _compared(operation: Callable) -> Callable[[Element, list[Value]], Value]:
    def run(_element: Element, values: list[Value]) -> Value:
        first, second = values
        return (operation(first[0], second[0]),) if first and second else ()

    return run


def _divided(_element: Element, values: list[Value]) -> Value:
    first, second = values
    return (first[0] / second[0],) if first and second and second[0] else ()


def tolerances(element: Element) -> tuple[Decimal, Decimal]:
    """Of an `equal`: how far below and above; raises NotUnderstood for a variable."""
    parts = [number(part) for part in element.get("tolerance", "0").split()]
    return parts[0], parts[-1]


def bounds(element: Element, value: Decimal) -> tuple[Decimal, Decimal]:
    """From where to where `equal` takes an answer for the value."""
    mode = element.get("toleranceMode", "exact")
    if mode == "exact":
        return value, value
    below, above = tolerances(element)
    if mode == "relative":
        below, above = abs(value) * below / 100, abs(value) * above / 100
    return value - below, value + above


def _equal(element: Element, values: list[Value]) -> Value:
    first, second = values
    if not first or not second:
        return ()
    low, high = bounds(element, second[0])
    return (low <= first[0] <= high,)


def _equal_rounded(element: Element, values: list[Value]) -> Value:
    first, second = values
    if element.get("roundingMode", "decimalPlaces") != "decimalPlaces":
        raise NotUnderstood("equalRounded")
    if not first or not second:
        return ()
    places = min(max(int(number(element.get("figures", "0"))), 0), 8)
    return (round(first[0], places) == round(second[0], places),)


def _string_match(element: Element, values: list[Value]) -> Value:
    first, second = values
    if not first or not second:
        return ()
    given, wanted = str(first[0]), str(second[0])
    if element.get("caseSensitive", "true") in ("false", "0"):
        given, wanted = given.casefold(), wanted.casefold()
    is_part = element.get("substring", "false") in ("true", "1")
    return (wanted in given if is_part else wanted == given,)


def _pattern_match(element: Element, values: list[Value]) -> Value:
    accepted = wildcards(element.get("pattern", ""))
    if accepted is None:
        raise NotUnderstood("patternMatch")
    if not values[0]:
        return ()
    return (re.fullmatch(pattern_of(accepted), str(values[0][0])) is not None,)


def _member(_element: Element, values: list[Value]) -> Value:
    first, second = values
    return (first[0] in second,) if first and second else ()


def _contains(_element: Element, values: list[Value]) -> Value:
    first, second = values
    return (not Counter(second) - Counter(first),) if first and second else ()


def _joined(_element: Element, values: list[Value]) -> Value:
    return tuple(one for value in values for one in value)


OPERATORS: dict[str, Callable[[Element, list[Value]], Value]] = {
    "isNull": lambda _e, values: (not values[0],),
    "not": lambda _e, values: (not _truth(values[0]),) if values[0] else (),
    "and": lambda _e, values: (all(map(_truth, values)),),
    "or": lambda _e, values: (any(map(_truth, values)),),
    "sum": _fold(add),
    "product": _fold(mul),
    "subtract": _fold(sub),
    "divide": _divided,
    "min": _fold(min),
    "max": _fold(max),
    "gt": _compared(lambda a, b: a > b),
    "lt": _compared(lambda a, b: a < b),
    "gte": _compared(lambda a, b: a >= b),
    "lte": _compared(lambda a, b: a <= b),
    "equal": _equal,
    "equalRounded": _equal_rounded,
    "stringMatch": _string_match,
    "patternMatch": _pattern_match,
    "member": _member,
    "contains": _contains,
    "multiple": _joined,
    "ordered": _joined,
    "containerSize": lambda _e, values: (Decimal(len(values[0])),),
}
