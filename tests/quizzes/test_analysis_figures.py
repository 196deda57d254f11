"""Item analysis of published data and of random tables, against plain formulas."""

from __future__ import annotations

import statistics
from fractions import Fraction
from math import sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.analysis.figures import (
    Answered,
    Sitting,
    item_figures,
    tails_index,
    thirds_of,
)
from quizzes.analysis.reliability import quiz_figures, reliability
from tests.questions.factories import steady

# LSAT section 6, 1,000 sitters at five questions: Bock & Lieberman (1970), "Fitting a
# response model for n dichotomously scored items", Psychometrika 35, 179–197. The counts
# are those of the example "LSAT" of OpenBUGS, in its order; nobody gave 01010 or 01100.
LSAT6 = {
    "00000": 3, "00001": 6, "00010": 2, "00011": 11, "00100": 1, "00101": 1,
    "00110": 3, "00111": 4, "01000": 1, "01001": 8, "01011": 16, "01101": 3,
    "01110": 2, "01111": 15, "10000": 10, "10001": 29, "10010": 14, "10011": 81,
    "10100": 3, "10101": 28, "10110": 15, "10111": 80, "11000": 16, "11001": 56,
    "11010": 21, "11011": 173, "11100": 11, "11101": 61, "11110": 28, "11111": 298,
}  # fmt: skip
# Written down from Python's `statistics` on that table, as the test does once more.
LSAT6_FACILITY = [0.924, 0.709, 0.553, 0.763, 0.870]
LSAT6_WITH_THE_REST = [0.1128, 0.1532, 0.1728, 0.1444, 0.1216]
LSAT6_ALPHA = 0.2950


def sitting(points, max_points=100) -> Sitting:
    return Sitting({q: Answered(p, max_points) for q, p in enumerate(points)})


def lsat6() -> list[Sitting]:
    return [
        sitting([100 * int(mark) for mark in pattern])
        for pattern, count in LSAT6.items()
        for _ in range(count)
    ]


def test_published_data__facility_discrimination_and_reliability_agree():
    rows = lsat6()
    items = item_figures(rows)
    assert len(rows) == 1000
    assert [float(i.facility) for i in items] == LSAT6_FACILITY
    found = [float(i.discrimination) for i in items]
    assert found == pytest.approx(LSAT6_WITH_THE_REST, abs=0.00006)
    whole = quiz_figures(rows)
    assert float(whole.reliability) == pytest.approx(LSAT6_ALPHA, abs=0.00005)
    assert whole.is_dichotomous


def test_published_data__the_figures_written_down_follow_from_it():
    table = [[int(c) for c in p] for p, count in LSAT6.items() for _ in range(count)]
    columns = list(zip(*table, strict=True))
    rests = [[sum(row) - row[i] for row in table] for i in range(5)]
    with_the_rest = map(statistics.correlation, columns, rests)
    assert [statistics.fmean(column) for column in columns] == LSAT6_FACILITY
    assert [round(index, 4) for index in with_the_rest] == LSAT6_WITH_THE_REST
    assert round(alpha(table), 4) == round(kr20(table), 4) == LSAT6_ALPHA


def kr20(table: list[list[int]]) -> float:
    """Kuder and Richardson's formula 20, from rights and wrongs."""
    k, n = len(table[0]), len(table)
    rights = [sum(row[i] for row in table) / n for i in range(k)]
    spread = statistics.pvariance([sum(row) for row in table])
    return k / (k - 1) * (1 - sum(p * (1 - p) for p in rights) / spread)


def alpha(table: list[list[int]]) -> float:
    """Cronbach's formula, from variances of columns and of sums."""
    k = len(table[0])
    columns = [statistics.variance(column) for column in zip(*table, strict=True)]
    total = statistics.variance([sum(row) for row in table])
    return k / (k - 1) * (1 - sum(columns) / total)


def random_table(seed: int, *, people=60, questions=8, marks=(0, 100)) -> list:
    rng = Random(seed)
    able = [rng.gauss(0, 1) for _ in range(people)]
    hard = [rng.gauss(0, 1) for _ in range(questions)]
    return [
        [marks[min(len(marks) - 1, max(0, round(a - h + rng.gauss(0.5, 1))))] for h in hard]
        for a in able
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_right_and_wrong__agrees_with_kr20_and_the_point_biserial(seed):
    table = random_table(seed)
    rows = [sitting(points) for points in table]
    whole = quiz_figures(rows)
    rights = [[p // 100 for p in row] for row in table]
    assert float(whole.reliability) == pytest.approx(kr20(rights), abs=1e-9)
    for index, item in enumerate(item_figures(rows)):
        own = [row[index] for row in rights]
        rest = [sum(row) - row[index] for row in rights]
        assert float(item.facility) == pytest.approx(statistics.fmean(own))
        assert float(item.discrimination) == pytest.approx(
            statistics.correlation(own, rest), abs=0.00006
        )


@pytest.mark.parametrize("seed", range(5))
def test_partial_points__agrees_with_cronbach_and_the_error_follows(seed):
    table = random_table(seed, marks=(0, 33, 67, 100))
    rows = [sitting(points) for points in table]
    whole = quiz_figures(rows)
    shares = [sum(row) / 800 for row in table]
    deviation = statistics.stdev(shares)
    assert not whole.is_dichotomous
    assert float(whole.reliability) == pytest.approx(alpha(table), abs=1e-9)
    assert float(whole.mean) == pytest.approx(statistics.fmean(shares))
    assert float(whole.median) == pytest.approx(statistics.median(shares))
    assert float(whole.deviation) == pytest.approx(deviation, abs=0.0001)
    error = deviation * sqrt(1 - alpha(table))
    assert float(whole.error) == pytest.approx(error, abs=0.0002)


def test_draws__each_question_is_judged_among_those_who_were_asked_it():
    """Half got question 9 and half question 8: nobody's zero is a question not asked."""
    able = [
        Sitting({1: Answered(100, 100), 2: Answered(100, 100), 9: Answered(100, 100)})
    ] * 6
    weak = [
        Sitting({1: Answered(0, 100), 2: Answered(0, 100), 8: Answered(0, 100)})
    ] * 6
    items = {i.question: i for i in item_figures([*able, *weak])}
    assert (items[9].count, items[9].facility) == (6, 1)
    assert (items[8].count, items[8].facility) == (6, 0)
    assert items[9].discrimination is None, "all alike: nothing to compare"
    assert items[1].discrimination == 1
    assert not items[9].is_enough


def test_draws__reliability_uses_the_pairs_that_were_asked_together():
    """A random half of the questions for each gives nearly what all of them give."""
    table = random_table(3, people=800, questions=10)
    rng = Random(7)
    halves = [
        Sitting({q: Answered(row[q], 100) for q in rng.sample(range(10), 5)})
        for row in table
    ]
    complete = alpha([[p // 100 for p in row] for row in table])
    stepped_down = (
        5 * (complete / 10) / (1 + (5 - 10) * complete / 10)
    )  # Spearman–Brown
    assert float(reliability(halves)) == pytest.approx(stepped_down, abs=0.04)


def test_questions_worth_more__count_for_more():
    rows = [Sitting({1: Answered(p, 300), 2: Answered(q, 100)}) for p, q in
            [(300, 100), (300, 0), (0, 100), (0, 0)]]  # fmt: skip
    whole = quiz_figures(rows)
    assert whole.mean == Fraction(1, 2)
    assert whole.median == Fraction(1, 2)
    assert not whole.is_dichotomous


def test_few_sitters__are_told_as_few():
    items = item_figures([sitting([100, 0])] * 9)
    assert not items[0].is_enough
    assert items[0].tails is None
    assert not quiz_figures([sitting([100])] * 9).is_enough


@pytest.mark.parametrize("rows", [[], [sitting([100])], [sitting([100, 0])] * 12])
def test_nothing_to_compare__gives_no_figure(rows):
    whole = quiz_figures(rows)
    assert whole.reliability is None
    assert all(i.discrimination is None for i in item_figures(rows))


def test_tails__take_27_per_cent_at_each_end():
    """100 sitters in order of their score; the best half has it right."""
    rows = [(Fraction(n), Fraction(int(n >= 50))) for n in range(100)]
    assert tails_index(rows) == 1
    rows = [(Fraction(n), Fraction(int(n >= 80))) for n in range(100)]
    assert tails_index(rows) == Fraction(20, 27)


def test_tails__equal_scores_at_the_cut_share_the_places():
    """Eleven sitters, three a tail: one is clearly best, four stand level behind."""
    level = [(Fraction(5), Fraction(right)) for right in (1, 1, 0, 0)]
    low = [(Fraction(1), Fraction(0))] * 6
    rows = [(Fraction(9), Fraction(1)), *level, *low]
    assert tails_index(rows) == tails_index(rows[::-1]) == (1 + 2 * Fraction(1, 2)) / 3


def test_thirds__keep_equal_scores_together():
    assert thirds_of([Fraction(n) for n in range(9)]) == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert thirds_of([Fraction(1)] * 6) == [1] * 6
    assert thirds_of([Fraction(s) for s in (3, 3, 3, 3, 1, 1)]) == [2, 2, 2, 2, 0, 0]


def test_choices__are_counted_by_thirds():
    rows = [
        Sitting(
            {
                1: Answered(100 * (n > 5), 100, frozenset({"a" if n > 5 else "b"})),
                2: Answered(10 * n, 100),
            }
        )
        for n in range(9)
    ]
    item = item_figures(rows)[0]
    assert {c.option: c.thirds for c in item.choices} == {
        "a": (0, 0, 3),
        "b": (3, 3, 0),
    }
    assert item.thirds == (3, 3, 3)
    assert item.blank == 0


points = st.lists(
    st.lists(st.integers(0, 100), min_size=3, max_size=3), min_size=1, max_size=25
)


@steady
@given(points, st.randoms(use_true_random=False))
def test_figures__stay_in_bounds_whatever_the_order_of_the_sitters(table, rng):
    rows = [sitting(row) for row in table]
    items = {i.question: i for i in item_figures(rows)}
    for item in items.values():
        assert 0 <= item.facility <= 1
        assert item.discrimination is None or -1 <= item.discrimination <= 1
        assert item.tails is None or -1 <= item.tails <= 1
        assert sum(item.thirds) == item.count
    whole = quiz_figures(rows)
    assert whole.reliability is None or whole.reliability <= 1
    rng.shuffle(rows)
    assert {i.question: i for i in item_figures(rows)} == items
    assert quiz_figures(rows) == whole
