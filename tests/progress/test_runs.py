"""What is still needed and expected: each class by its own deadline."""

import datetime as dt
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from progress.deadlines import needed_per_day, next_deadline, the_deadline
from progress.runs import Run

OPENS = dt.date(2022, 11, 1)
TODAY = dt.date(2022, 11, 10)


def run(goal=10, done=0, days=5, **facts):
    due = None if days is None else TODAY + dt.timedelta(days=days)
    facts = {"opens": OPENS, "counts": {OPENS: done}, "due": due} | facts
    return Run(goal=goal, day=TODAY, **facts)


def test_expected__is_never_more_than_everybody():
    pace = {OPENS + dt.timedelta(days=n): 5 for n in range(3)}
    assert run(goal=40, counts=pace, days=300).expected == 40


def test_expected__on_the_first_day_is_what_is_there():
    assert run(done=7, opens=TODAY, counts={TODAY: 7}).expected == 7


def test_needed__a_later_class_lends_no_days():
    """9 in 3 days and 10 in 100 days: four a day, not 19 in a hundred days."""
    assert needed_per_day([run(goal=9, days=3), run(goal=10, days=100)]) == 4


def test_needed__counts_only_classes_that_run():
    aside = [
        run(days=-1),
        run(days=0),
        run(days=None),
        run(is_closed=True),
        run(opens=TODAY + dt.timedelta(days=1)),
    ]
    assert needed_per_day(aside) is None
    assert needed_per_day([*aside, run(goal=10, days=5)]) == 2


def test_late__deadline_passed_and_not_closed():
    assert [r.is_late for r in (run(days=-1), run(days=0), run(days=None))] == [
        True,
        False,
        False,
    ]
    assert not run(days=-1, is_closed=True).is_late


def test_deadlines__shared_or_the_nearest_ahead():
    runs = [run(days=9), run(days=-2), run(days=4)]
    assert the_deadline(runs) is None
    assert next_deadline(runs) == TODAY + dt.timedelta(days=4)
    assert the_deadline([run(days=4), run(goal=2, days=4)]) == runs[2].due


@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 400)), min_size=1),
)
def test_needed__is_the_sum_of_what_each_needs(parts):
    runs = [run(goal=goal, days=days) for goal, days in parts]
    apart = sum(needed_per_day([one]) for one in runs)
    together = needed_per_day(runs)
    assert together <= apart
    assert together >= max(ceil(goal / days) for goal, days in parts)
