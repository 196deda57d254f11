"""Arithmetic of the item analysis on whole numbers: nothing is lost before rounding."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt, lcm

PLACES = 10_000
MOST = 10**12


def root(value: Fraction) -> Fraction:
    """The square root, rounded to four decimals; `value` is not negative."""
    doubled = value * (2 * PLACES) ** 2
    return Fraction((isqrt(doubled.numerator // doubled.denominator) + 1) // 2, PLACES)


def whole(values: Sequence[Fraction]) -> list[int]:
    """The same values times one factor, as whole numbers.

    Exact while the common denominator is at most 10^12; beyond (many attempts with
    different maxima) each is rounded to a 10^12th.
    """
    scale = 1
    for value in {v.denominator for v in values}:
        scale = lcm(scale, value)
        if scale > MOST:
            scale = MOST
            break
    return [round(value * scale) for value in values]


def correlation(xs: Sequence[Fraction], ys: Sequence[Fraction]) -> Fraction | None:
    """Pearson's r, rounded to four decimals; None when one of them does not vary."""
    x, y, n = whole(xs), whole(ys), len(xs)
    cov = n * sum(a * b for a, b in zip(x, y, strict=True)) - sum(x) * sum(y)
    var_x = n * sum(a * a for a in x) - sum(x) ** 2
    var_y = n * sum(b * b for b in y) - sum(y) ** 2
    if not var_x or not var_y:
        return None
    size = root(Fraction(cov * cov, var_x * var_y))
    return size if cov >= 0 else -size


def median(values: Sequence[Fraction]) -> Fraction | None:
    ordered = sorted(values)
    if not ordered:
        return None
    upper = len(ordered) // 2
    lower = (len(ordered) - 1) // 2
    return Fraction(ordered[lower] + ordered[upper]) / 2
