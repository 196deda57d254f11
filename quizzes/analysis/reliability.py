"""The quiz as a whole: mean, spread, reliability and the error of a score. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quizzes.analysis.exact import median, root
from quizzes.analysis.figures import FEWEST, Sitting


@dataclass(frozen=True)
class QuizFigures:
    """The quiz as a whole; mean, deviation and error are shares of the full points."""

    count: int
    questions: int
    mean: Fraction | None
    median: Fraction | None
    deviation: Fraction | None
    reliability: Fraction | None
    is_dichotomous: bool
    error: Fraction | None

    @property
    def is_enough(self) -> bool:
        return self.count >= FEWEST


def quiz_figures(sittings: Sequence[Sitting]) -> QuizFigures:
    """The whole quiz: mean, spread, and how far the same people would score the same."""
    shares = [sitting.share for sitting in sittings]
    spread = _variance(shares)
    alpha = reliability(sittings)
    sized = [len(sitting.answers) for sitting in sittings]
    return QuizFigures(
        count=len(shares),
        questions=round(Fraction(sum(sized), len(sized))) if sized else 0,
        mean=sum(shares) / Fraction(len(shares)) if shares else None,
        median=median(shares),
        deviation=None if spread is None else root(spread),
        reliability=alpha,
        is_dichotomous=_is_dichotomous(sittings),
        error=_error(spread, alpha),
    )


def _error(spread: Fraction | None, alpha: Fraction | None) -> Fraction | None:
    """Standard error of measurement: the deviation times √(1 − reliability)."""
    if spread is None or alpha is None:
        return None
    return root(spread * (1 - max(alpha, Fraction(0))))


def _variance(values: Sequence[Fraction]) -> Fraction | None:
    """Of a sample (n − 1)."""
    n = len(values)
    if n < 2:
        return None
    mean = sum(values) / Fraction(n)
    return sum((value - mean) ** 2 for value in values) / (n - 1)


def _is_dichotomous(sittings: Iterable[Sitting]) -> bool:
    """Every question is worth the same and was either right or wrong."""
    answers = [a for sitting in sittings for a in sitting.answers.values()]
    return len({a.max_points for a in answers}) == 1 and all(
        a.points in (0, a.max_points) for a in answers
    )


def reliability(sittings: Sequence[Sitting]) -> Fraction | None:
    """Cronbach's alpha, which is KR-20 when every question is right or wrong.

    By mean covariance over mean variance, k·c / (v + (k − 1)·c), which with the same
    questions for all is alpha exactly, and with draws uses every pair of questions
    that somebody was asked together; k is then the mean number asked. None when
    fewer than two sat, or nothing varies.
    """
    means = _means(sittings)
    squares = cross = Fraction(0)
    singles = pairs = 0
    for sitting in sittings:
        apart = [a.points - means[q] for q, a in sitting.answers.items()]
        own = sum(d * d for d in apart)
        squares += own
        cross += sum(apart) ** 2 - own
        singles += len(apart)
        pairs += len(apart) * (len(apart) - 1)
    if len(sittings) < 2 or not pairs:
        return None
    k = Fraction(singles, len(sittings))
    variance, covariance = squares / singles, cross / pairs
    whole = variance + (k - 1) * covariance
    return k * covariance / whole if whole > 0 else None


def _means(sittings: Sequence[Sitting]) -> dict[int, Fraction]:
    """Mean points of each question.

    Exact when all questions were asked equally often, else to a millionth of a
    hundredth: with draws the exact fractions would grow hundreds of digits long.
    """
    points: dict[int, int] = defaultdict(int)
    asked: dict[int, int] = defaultdict(int)
    for sitting in sittings:
        for question, answered in sitting.answers.items():
            points[question] += answered.points
            asked[question] += 1
    if len(set(asked.values())) == 1:
        return {q: Fraction(points[q], asked[q]) for q in asked}
    return {
        q: Fraction(round(Fraction(points[q], asked[q]) * 10**6), 10**6) for q in asked
    }
