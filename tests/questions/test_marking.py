"""Marking, kind by kind from tables, and what holds for all of them."""

from copy import deepcopy
from random import Random

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from questions.definitions import public, shuffled
from questions.kinds import KINDS
from questions.kinds.texts import accepts, escaped, has_words
from questions.marking import mark, needs_person
from tests.questions.factories import right_answer, steady, wrong_answer
from tests.questions.samples import SAMPLES, SCHEMA_1, SCHEMA_2

ALL = sorted(SCHEMA_2)
BY_KEY = sorted(sample for sample in SAMPLES if sample[1] != "essay")
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


def points_2(kind, answer, **changes):
    return mark(SCHEMA_2[kind] | changes, answer, 100)


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


@pytest.mark.parametrize("sample", BY_KEY)
def test_the_key_itself__earns_everything(sample):
    assert mark(SAMPLES[sample], right_answer(SAMPLES[sample]), 250) == 250


@pytest.mark.parametrize("sample", BY_KEY)
def test_wrong_in_every_part__earns_nothing(sample):
    assert mark(SAMPLES[sample], wrong_answer(SAMPLES[sample]), 250) == 0


@steady
@given(answer=ANY_JSON, max_points=st.integers(0, 10_000))
@pytest.mark.parametrize("sample", BY_KEY)
def test_whatever_was_saved__never_raises_and_stays_within(sample, answer, max_points):
    fields = ["choice", "choices", "value", "text", "positions", "pairs", "gaps"]
    for shape in [answer, *({field: answer} for field in fields)]:
        earned = mark(SAMPLES[sample], shape, max_points)
        assert type(earned) is int
        assert 0 <= earned <= max_points


@steady
@given(answer=ANY_JSON)
def test_essay__whatever_was_saved_needs_a_person_or_earns_nothing(answer):
    for shape in [answer, {"text": answer}]:
        if not needs_person(SCHEMA_2["essay"], shape):
            assert mark(SCHEMA_2["essay"], shape, 100) == 0


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("chữ ký số", 100),
        ("chữ ký số cá nhân", 100),
        ("  chữ   ký số ", 100),
        ("chu ky so", 0),  # marks count here
        ("Chữ ký số", 0),  # and so does case
        ("chữ kí số * cá nhân", 100),
        ("chữ kí số của cá nhân", 0),  # an escaped star is a star
    ],
)
def test_short_answer__to_the_letter_when_asked(text, expected):
    assert points_2("short_answer", {"text": text}) == expected


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("một cửa*", "Một cửa", 100),
        ("một cửa*", "một cửa liên thông", 100),
        ("*một cửa", "bộ phận MỘT CỬA", 100),
        ("bộ phận * cửa", "bo phan mot cua", 100),
        ("bộ phận * cửa", "bộ phận cửa", 100),  # or none
        ("a*b*c", "a b c", 100),
        ("a*b*c", "acb", 0),
        ("ab*ba", "aba", 0),  # the ends do not share a letter
        ("*", "gì cũng được", 0),
        ("* *", "gì cũng được", 0),
        ("“một*", "một cửa", 100),
        ("5 \\* 5", "5 * 5", 100),
        ("5 \\* 5", "5 x 5", 0),
    ],
)
def test_short_answer__a_star_stands_for_any_words(pattern, text, expected):
    changes = {"accepted": [pattern], "folded": True}
    assert points_2("short_answer", {"text": text}, **changes) == expected


def test_short_answer__a_star_was_a_star_in_schema_1():
    changes = {"accepted": ["một * cửa"]}
    assert points("short_answer", {"text": "một hai cửa"}, **changes) == 0
    assert points("short_answer", {"text": "một * cửa"}, **changes) == 100


@steady
@given(text=st.text(max_size=30), is_folded=st.booleans())
def test_short_answer__an_escaped_text_accepts_itself_alone(text, is_folded):
    pattern = escaped(text)
    assert accepts(pattern, text, is_folded=is_folded) == has_words(
        pattern, is_folded=is_folded
    )
    assert not accepts(pattern, f"{text} thêm", is_folded=is_folded)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("abcd", 100),
        ("abdc", 67),  # one of three steps out of place
        ("dabc", 67),
        ("badc", 33),
        ("cdab", 33),
        ("dcba", 0),
    ],
)
def test_ordering__by_the_longest_run_that_kept_its_order(order, expected):
    items = [{"id": i, "html": i} for i in "dbca"]
    answer = {"positions": {i: n for n, i in enumerate(order, 1)}}
    changes = {"items": items, "key": list("abcd"), "partial": True}
    assert points_2("ordering", answer, **changes) == expected
    whole = 100 if expected == 100 else 0
    assert points_2("ordering", answer, **changes | {"partial": False}) == whole


@pytest.mark.parametrize(
    ("positions", "expected"),
    [
        ({"a3": 1, "a1": 2, "a2": 2}, 0),  # one place for two counts for neither
        ({"a3": 1, "a2": 3}, 50),  # a gap: two of three steps keep their order
        ({"a3": 1}, 0),
        ({"a3": -5, "a1": 2, "a2": 999}, 100),
    ],
)
def test_ordering__by_parts_takes_what_was_placed(positions, expected):
    assert points_2("ordering", {"positions": positions}) == expected


@pytest.mark.parametrize(
    ("gaps", "expected"),
    [
        ({"1": "Truc tuyen", "2": "TOAN", "3": "1,5"}, 100),
        ({"1": "qua mạng Internet", "2": "TOAN", "3": "2"}, 100),
        ({"1": "trực tuyến", "2": "o1", "3": "1.0"}, 67),
        ({"1": "trực tiếp", "2": "TOAN"}, 33),
        ({"2": "toàn trình"}, 0),  # a choice is made by its id
        ({"1": ["trực tuyến"], "3": "hai"}, 0),
        ({"9": "trực tuyến"}, 0),
        ({}, 0),
    ],
)
def test_fill_in__each_gap_earns_an_equal_part(gaps, expected):
    right = SCHEMA_2["fill_in"]["gaps"][1]["options"][1]["id"]
    given_gaps = {i: right if text == "TOAN" else text for i, text in gaps.items()}
    assert points_2("fill_in", {"gaps": given_gaps}) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"text": "Bài viết"}, True),
        ({"text": " \n"}, False),
        ({"text": ["Bài viết"]}, False),
        (None, False),
    ],
)
def test_essay__a_person_reads_what_was_written(answer, expected):
    essay = SCHEMA_2["essay"]
    assert needs_person(essay, answer) is expected
    if expected:
        with pytest.raises(ValueError, match="person"):
            mark(essay, answer, 100)
    else:
        assert mark(essay, answer, 100) == 0


@pytest.mark.parametrize("sample", BY_KEY)
def test_needs_person__never_where_a_key_judges(sample):
    assert not needs_person(SAMPLES[sample], right_answer(SAMPLES[sample]))


@steady
@given(seed=st.integers(0, 10**6), data=st.data())
@pytest.mark.parametrize("sample", BY_KEY)
def test_shuffled__never_changes_what_an_answer_earns(sample, seed, data):
    definition = SAMPLES[sample]
    before = deepcopy(definition)
    order = shuffled(definition, Random(seed))
    answer = data.draw(
        st.sampled_from([right_answer, wrong_answer]).map(lambda f: f(definition))
    )
    assert mark(order, answer, 100) == mark(definition, answer, 100)
    assert definition == before


@steady
@given(tests=st.permutations(["a1", "a2", "a3"]))
def test_ordering__by_parts_never_earns_less_than_whole(tests):
    answer = {"positions": {i: n for n, i in enumerate(tests, 1)}}
    by_parts = points_2("ordering", answer)
    assert by_parts >= points_2("ordering", answer, partial=False)
    assert (by_parts == 100) == (list(tests) == ["a3", "a1", "a2"])


FORMS = {
    "single": ("t=a1", {"choice": "a1"}),
    "multiple": ("t=a3&t=a1&t=zz", {"choices": ["a1", "a3"]}),
    "true_false": ("t=false", {"value": False}),
    "numeric": ("t=+28,81+", {"text": "28,81"}),
    "short_answer": ("t=+abc+", {"text": "abc"}),
    "ordering": ("t-a1=2&t-a2=&t-a3=9", {"positions": {"a1": 2}}),
    "matching": ("t-l1=r3&t-l2=zz", {"pairs": {"l1": "r3"}}),
    "fill_in": (
        "t-1=+qua+mạng+&t-2=zz&t-3=1,5",
        {"gaps": {"1": "qua mạng", "3": "1,5"}},
    ),
    "essay": ("t=+a%0D%0Ab+", {"text": "a\nb"}),
}


@pytest.mark.parametrize("kind", ALL)
def test_read__takes_what_belongs_to_the_question(kind):
    form, expected = FORMS[kind]
    shown = public(SCHEMA_2[kind])
    assert KINDS[kind].read(shown, QueryDict(form), "t") == expected


FREE_TEXT = {"numeric", "short_answer", "essay"}


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("form", ["", "t=", "other=1"])
def test_read__nothing_answered_is_none(kind, form):
    assert KINDS[kind].read(public(SCHEMA_2[kind]), QueryDict(form), "t") is None


@pytest.mark.parametrize("kind", sorted(set(ALL) - FREE_TEXT))
def test_read__what_the_question_does_not_offer_is_none(kind):
    form = "t=zz%00"
    assert KINDS[kind].read(public(SCHEMA_2[kind]), QueryDict(form), "t") is None


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
