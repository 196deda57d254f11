"""Marking, kind by kind from tables, and what holds for all of them."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from questions.definitions import public
from questions.kinds import KINDS
from questions.marking import mark
from tests.questions.factories import right_answer, steady, wrong_answer
from tests.questions.samples import SCHEMA_1

ALL = sorted(SCHEMA_1)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


def points(kind, answer, **changes):
    return mark(SCHEMA_1[kind] | changes, answer, 100)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [("a1", 100), ("a2", 0), ("", 0), ("unknown", 0), (1, 0)],
)
def test_single(chosen, expected):
    assert points("single", {"choice": chosen}) == expected


@pytest.mark.parametrize(
    ("chosen", "partial", "whole"),
    [
        (["a1", "a3"], 100, 100),
        (["a3", "a1"], 100, 100),
        (["a1"], 50, 0),
        (["a1", "a3", "a2"], 50, 0),  # the wrong one takes a part away
        (["a1", "a2"], 0, 0),
        (["a2"], 0, 0),  # never below zero
        (["a1", "a1"], 50, 0),  # the same twice is once
        ([], 0, 0),
    ],
)
def test_multiple(chosen, partial, whole):
    assert points("multiple", {"choices": chosen}) == partial
    assert points("multiple", {"choices": chosen}, partial=False) == whole


@pytest.mark.parametrize(
    ("value", "expected"), [(False, 100), (True, 0), (None, 0), ("false", 0), (0, 0)]
)
def test_true_false(value, expected):
    assert points("true_false", {"value": value}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("28,81", 100),
        ("28.81", 100),
        (" 28,81 % ", 100),
        ("28,81%", 100),
        ("28,810", 100),
        ("28,815", 100),  # on the edge of the tolerance
        ("28,8151", 0),
        ("28,80", 0),
        ("2881", 0),
        ("-28,81", 0),
        ("28,81 hồ sơ", 0),
        ("hai mươi tám", 0),
        ("", 0),
        ("NaN", 0),
        ("1e2", 0),
        ("9" * 500, 0),
    ],
)
def test_numeric__by_tolerance(text, expected):
    assert points("numeric", {"text": text}) == expected


@pytest.mark.parametrize(
    "text", ["1.534", "1534", "1 534", "1,534", "1\u00a0534", "+1.534", "1.534,0"]
)
def test_numeric__thousands_are_read_with_and_without_signs(text):
    assert (
        points("numeric", {"text": text}, value="1534", tolerance="0", unit="") == 100
    )


@pytest.mark.parametrize("text", ["1.534", "1,534"])
def test_numeric__the_same_figures_may_mean_a_fraction(text):
    assert (
        points("numeric", {"text": text}, value="1.534", tolerance="0", unit="") == 100
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("chữ ký số cá nhân", 100),
        ("CHU KY SO CA NHAN", 100),
        ("  “Chữ ký  số cá nhân”. ", 100),
        ("chữ kí số cá nhân", 100),
        ("chữ ký số", 0),
        ("...", 0),
        ("", 0),
    ],
)
def test_short_answer__folds_case_marks_spaces_and_outer_punctuation(text, expected):
    assert points("short_answer", {"text": text}) == expected


def test_short_answer__folds_the_letter_dj():
    definition = {"accepted": ["Đăng ký đất đai"]}
    assert points("short_answer", {"text": "dang ky dat dai"}, **definition) == 100


@pytest.mark.parametrize(
    ("positions", "expected"),
    [
        ({"a3": 1, "a1": 2, "a2": 3}, 100),
        ({"a3": 1, "a1": 3, "a2": 2}, 0),
        ({"a3": 1, "a1": 2, "a2": 2}, 0),  # a repeat
        ({"a3": 1, "a1": 2}, 0),  # a gap
        ({"a3": "1", "a1": 2, "a2": 3}, 0),
        ({"a3": 1, "a1": 2, "a2": 3, "x": 4}, 100),  # unknown items do not count
        ({}, 0),
    ],
)
def test_ordering(positions, expected):
    assert points("ordering", {"positions": positions}) == expected


def test_ordering__equal_steps_are_interchangeable():
    items = [
        {"id": "x", "html": "Ký"},
        {"id": "y", "html": "Quét"},
        {"id": "z", "html": "Ký"},
    ]
    twins = {"items": items, "key": ["x", "y", "z"]}
    assert points("ordering", {"positions": {"z": 1, "y": 2, "x": 3}}, **twins) == 100
    assert points("ordering", {"positions": {"y": 1, "x": 2, "z": 3}}, **twins) == 0


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ({"l1": "r1", "l2": "r2"}, 100),
        ({"l1": "r1", "l2": "r3"}, 50),
        ({"l1": "r1"}, 50),
        ({"l1": "r2", "l2": "r1"}, 0),
        ({"l1": "r1", "l2": ["r2"]}, 50),
        ({}, 0),
    ],
)
def test_matching__each_pair_earns_its_part(pairs, expected):
    assert points("matching", {"pairs": pairs}) == expected


def test_matching__parts_of_three_round_to_the_nearest_hundredth():
    three = {"key": {"l1": "r1", "l2": "r2", "l3": "r1"}}
    assert points("matching", {"pairs": {"l1": "r1"}}, **three) == 33
    assert points("matching", {"pairs": {"l1": "r1", "l2": "r2"}}, **three) == 67


@pytest.mark.parametrize("kind", ALL)
def test_the_key_itself__earns_everything(kind):
    assert mark(SCHEMA_1[kind], right_answer(SCHEMA_1[kind]), 250) == 250


@pytest.mark.parametrize("kind", ALL)
def test_wrong_in_every_part__earns_nothing(kind):
    assert mark(SCHEMA_1[kind], wrong_answer(SCHEMA_1[kind]), 250) == 0


@steady
@given(answer=ANY_JSON, max_points=st.integers(0, 10_000))
@pytest.mark.parametrize("kind", ALL)
def test_whatever_was_saved__never_raises_and_stays_within(kind, answer, max_points):
    fields = ["choice", "choices", "value", "text", "positions", "pairs"]
    for shape in [answer, *({field: answer} for field in fields)]:
        earned = mark(SCHEMA_1[kind], shape, max_points)
        assert type(earned) is int
        assert 0 <= earned <= max_points


@steady
@given(chosen=st.sets(st.sampled_from(["a1", "a2", "a3"])), extra=st.just("a2"))
def test_multiple__one_wrong_option_more_never_earns_more(chosen, extra):
    less = points("multiple", {"choices": sorted(chosen)})
    more = points("multiple", {"choices": sorted(chosen | {extra})})
    assert more <= less


@steady
@given(places=st.permutations([1, 2, 3]))
def test_ordering__exactly_one_permutation_is_right(places):
    answer = {"positions": dict(zip(["a3", "a1", "a2"], places, strict=True))}
    assert points("ordering", answer) == (100 if places == [1, 2, 3] else 0)


FORMS = {
    "single": ("t=a1", {"choice": "a1"}),
    "multiple": ("t=a3&t=a1&t=zz", {"choices": ["a1", "a3"]}),
    "true_false": ("t=false", {"value": False}),
    "numeric": ("t=+28,81+", {"text": "28,81"}),
    "short_answer": ("t=+abc+", {"text": "abc"}),
    "ordering": ("t-a1=2&t-a2=&t-a3=9", {"positions": {"a1": 2}}),
    "matching": ("t-l1=r3&t-l2=zz", {"pairs": {"l1": "r3"}}),
}


@pytest.mark.parametrize("kind", ALL)
def test_read__takes_what_belongs_to_the_question(kind):
    form, expected = FORMS[kind]
    shown = public(SCHEMA_1[kind])
    assert KINDS[kind].read(shown, QueryDict(form), "t") == expected


FREE_TEXT = {"numeric", "short_answer"}


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("form", ["", "t=", "other=1"])
def test_read__nothing_answered_is_none(kind, form):
    assert KINDS[kind].read(public(SCHEMA_1[kind]), QueryDict(form), "t") is None


@pytest.mark.parametrize("kind", sorted(set(ALL) - FREE_TEXT))
def test_read__what_the_question_does_not_offer_is_none(kind):
    form = "t=zz%00"
    assert KINDS[kind].read(public(SCHEMA_1[kind]), QueryDict(form), "t") is None


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("t-len=a2", {"a1": 2, "a2": 1, "a3": 3}),  # from blank: the order shown
        ("t-xuong=a1", {"a1": 2, "a2": 1, "a3": 3}),
        ("t-len=a1", {"a1": 1, "a2": 2, "a3": 3}),  # already first
        ("t-a1=3&t-a2=1&t-a3=2&t-len=a1", {"a2": 1, "a1": 2, "a3": 3}),
        ("t-a1=1&t-a2=2&t-a3=3&t-xuong=a3", {"a1": 1, "a2": 2, "a3": 3}),
    ],
)
def test_ordering__a_button_moves_the_row_without_a_script(form, expected):
    shown = public(SCHEMA_1["ordering"])
    answer = KINDS["ordering"].read(shown, QueryDict(form), "t")
    assert answer == {"positions": expected}
