"""Geometry of the burn-up chart, and the bands of the heat map."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.charts import band, grid_step, short
from progress.charts import burn_up as drawn
from progress.runs import Run

OPENS = dt.date(2022, 11, 1)
DUE = dt.date(2022, 11, 30)


def day(n):
    return dt.date(2022, 11, n)


def burn_up(counts, *, goal, opens, due, day):
    """The chart of one class alone."""
    return drawn([Run(goal, counts, opens, due, day)], day=day)


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


def test_burn_up__several_classes_each_to_its_own_deadline():
    """The class that ends later has no part in what the other one must do."""
    soon = Run(10, {day(1): 2, day(3): 2}, OPENS, day(7), day(5))
    later = Run(20, {}, day(3), DUE, day(5))
    chart = drawn([soon, later], day=day(5))
    assert (chart.goal, chart.done, chart.due, chart.next_due) == (30, 4, None, day(7))
    assert chart.expected == 5
    assert [planned for _day, _done, planned in chart.rows] == [0, 2, 3, 6, 8]
    corners = [p.split(",")[0] for p in chart.plan.split()]
    assert len(corners) == 4
    assert chart.trend.split()[0] == "{},{}".format(*chart.now)
    assert chart.trend.split()[-1] == "{},{}".format(*chart.end)


def test_burn_up__says_of_how_many_nothing_can_be_foreseen():
    running = Run(10, {day(2): 1}, OPENS, DUE, day(5))
    coming = Run(4, {}, day(9), DUE, day(5))
    endless = Run(4, {day(1): 3}, OPENS, None, day(5))
    chart = drawn([running, coming, endless], day=day(5))
    assert (chart.unforeseen, chart.expected) == (2, 7 + 3)
    alone = drawn([coming, endless], day=day(5))
    assert (alone.expected, alone.end, alone.is_over) == (None, None, False)


def test_burn_up__over_only_when_every_class_is():
    past = Run(10, {day(1): 9}, OPENS, day(3), day(5))
    closed = Run(10, {day(1): 9}, OPENS, DUE, day(5), is_closed=True)
    assert drawn([past, closed], day=day(5)).is_over
    running = Run(10, {}, OPENS, DUE, day(5))
    assert not drawn([past, running], day=day(5)).is_over
