"""Geometry of the burn-up chart, and the bands of the heat map."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.charts import band, burn_up, expected_at_end, grid_step, short

OPENS = dt.date(2022, 11, 1)
DUE = dt.date(2022, 11, 30)


def day(n):
    return dt.date(2022, 11, n)


def test_burn_up__adds_up_days_and_draws_to_the_deadline():
    chart = burn_up({day(1): 6, day(3): 9}, goal=20, opens=OPENS, due=DUE, day=day(4))
    assert chart.done == 15
    assert [done for _day, done, _plan in chart.rows] == [6, 6, 15, 15]
    assert chart.ticks_x[-1].label == "30/11"
    assert chart.expected == 20


def test_burn_up__counts_what_came_before_the_opening_on_the_first_day():
    chart = burn_up({dt.date(2022, 10, 1): 2}, goal=5, opens=OPENS, due=DUE, day=day(2))
    assert [done for _day, done, _plan in chart.rows] == [2, 2]


@pytest.mark.parametrize(("goal", "on"), [(0, day(5)), (10, dt.date(2022, 10, 31))])
def test_burn_up__nothing_to_draw(goal, on):
    assert burn_up({}, goal=goal, opens=OPENS, due=DUE, day=on) is None


def test_burn_up__after_the_deadline_expects_nothing_more():
    chart = burn_up({day(2): 3}, goal=5, opens=OPENS, due=DUE, day=dt.date(2022, 12, 5))
    assert chart.is_over
    assert (chart.expected, chart.end) == (None, None)


def test_burn_up__without_a_deadline_has_no_plan():
    chart = burn_up({}, goal=5, opens=OPENS, due=None, day=OPENS)
    assert chart.plan == ""
    assert chart.rows == [(OPENS, 0, None)]


@given(
    counts=st.dictionaries(st.dates(OPENS, DUE), st.integers(0, 50)),
    goal=st.integers(1, 10**6),
    span=st.integers(0, 900),
    now=st.integers(0, 900),
)
def test_burn_up__stays_inside_its_box(counts, goal, span, now):
    counts = {d: min(n, goal // 31) for d, n in counts.items()}
    chart = burn_up(
        counts,
        goal=goal,
        opens=OPENS,
        due=OPENS + dt.timedelta(days=span),
        day=OPENS + dt.timedelta(days=now),
    )
    points = [tuple(map(int, p.split(","))) for p in chart.line.split()]
    assert all(0 <= x <= chart.width and 0 <= y <= chart.height for x, y in points)
    assert points == sorted(points, key=lambda p: (p[0], -p[1]))
    assert len(chart.rows) <= 9
    assert 2 <= len(chart.ticks_y) <= 7


def test_expected_at_end__is_never_more_than_everybody():
    assert expected_at_end([0, 5, 10], days_left=30, goal=40) == 40
    assert expected_at_end([7], days_left=30, goal=40) == 7


@pytest.mark.parametrize(
    ("most", "step"), [(1, 1), (8, 2), (20, 5), (872, 200), (2616, 1000)]
)
def test_grid_step__is_round(most, step):
    assert grid_step(most) == step


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (0, 0, None),
        (39, 100, 0),
        (40, 100, 1),
        (60, 100, 2),
        (75, 100, 3),
        (90, 100, 4),
        (1, 1, 4),
    ],
)
def test_band__by_the_completion_rate(part, whole, expected):
    assert band(part, whole) == expected


def test_short__as_axes_have_it():
    assert short(dt.date(2022, 2, 5)) == "05/02"
