"""Which sitting counts, and when a quiz is finished: the tables of the rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.counting import Counted, Sat, counted, is_finished, meets
from tests.questions.factories import steady

RULES = ["best", "last", "first", "average"]
WAITING = None


def sats(*scores, pass_mark=50, max_score=1000):
    return [Sat(score, max_score, pass_mark) for score in scores]


@pytest.mark.parametrize(
    ("rule", "scores", "score"),
    [
        ("best", [400, 900, 700], 900),
        ("last", [400, 900, 700], 700),
        ("first", [400, 900, 700], 400),
        ("average", [400, 900, 700], 667),  # 666,67 rounds up
        ("average", [333, 334], 334),  # half a hundredth rounds up
        ("average", [333, 333, 334], 333),
        ("best", [400, WAITING], 400),
        ("last", [400, WAITING], 400),
        ("average", [400, WAITING], 400),
    ],
)
def test_counted__by_the_table(rule, scores, score):
    assert counted(rule, sats(*scores)) == Counted(score, 1000, 50)


@pytest.mark.parametrize("rule", RULES)
def test_counted__nothing_marked__is_no_result(rule):
    assert counted(rule, []) is None
    assert counted(rule, sats(WAITING)) is None


def test_counted__the_first_waits__nothing_else_takes_its_place():
    assert counted("first", sats(WAITING, 900)) is None


def test_counted__an_unknown_rule__is_an_error():
    with pytest.raises(ValueError, match="median"):
        counted("median", sats(1))


def test_best__a_pass_by_a_lower_mark__stands_above_a_better_fail():
    rows = [Sat(550, 1000, 50), Sat(650, 1000, 70)]
    assert counted("best", rows) == Counted(550, 1000, 50)


def test_average__papers_of_other_lengths__are_compared_by_their_share():
    rows = [Sat(500, 500, 50), Sat(500, 1000, 50)]  # all of one, half of the other
    assert counted("average", rows).score == 750


@pytest.mark.parametrize(
    ("rule", "scores", "is_last", "finished"),
    [
        ("best", [400], False, False),
        ("best", [400], True, True),
        ("best", [600], False, True),
        ("best", [600, WAITING], False, True),  # a pass that nothing can take away
        ("best", [400, WAITING], True, False),
        ("last", [600, WAITING], True, False),
        ("last", [600], False, True),
        ("last", [400, 300], True, True),
        ("first", [400], False, True),  # whatever comes after is practice
        ("first", [WAITING], True, False),
        ("average", [400], False, False),
        ("average", [400, 600], False, True),
        ("average", [400, 500], True, True),
        ("average", [900, WAITING], True, False),
        ("best", [], True, False),
    ],
)
def test_is_finished__by_the_table(rule, scores, is_last, finished):
    assert is_finished(rule, sats(*scores), is_last=is_last) is finished


SCORES = st.lists(st.integers(0, 1000), min_size=1, max_size=6)


@steady
@given(scores=SCORES, rule=st.sampled_from(RULES), mark=st.integers(0, 100))
def test_counted__lies_between_the_worst_and_the_best(scores, rule, mark):
    rows = sats(*scores, pass_mark=mark)
    result = counted(rule, rows)
    assert min(scores) <= result.score <= max(scores)
    assert result.has_passed == meets(result.score, 1000, mark)
    if is_finished(rule, rows, is_last=False):
        assert is_finished(rule, rows, is_last=True)


@steady
@given(scores=SCORES, mark=st.integers(0, 100))
def test_best__passes_when_any_sitting_does(scores, mark):
    rows = sats(*scores, pass_mark=mark)
    passed = any(meets(score, 1000, mark) for score in scores)
    assert counted("best", rows).has_passed is passed
