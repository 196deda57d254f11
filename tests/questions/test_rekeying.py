"""A corrected key in a frozen definition: the words stay, the marking changes."""

from copy import deepcopy
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.definitions import shuffled
from questions.kinds import KINDS
from questions.marking import mark
from questions.rekeying import Mismatch, can_rekey, rekeyed
from tests.questions.factories import steady
from tests.questions.samples import SCHEMA_1

GAPS = {
    "schema": 2,
    "kind": "fill_in",
    "text": "Trong [[1]] ngày, tại [[2]].",
    "explanation": "",
    "gaps": [
        {"id": "1", "mode": "number", "accepted": ["3"], "tolerance": "0"},
        {
            "id": "2",
            "mode": "choice",
            "accepted": ["xã"],
            "options": [{"id": "x", "text": "xã"}, {"id": "t", "text": "tỉnh"}],
        },
    ],
}
SAMPLES = SCHEMA_1 | {"fill_in": GAPS}


def corrected(kind: str, /, **changes) -> dict:
    return deepcopy(SAMPLES[kind]) | changes


def options(*words: str) -> list[dict]:
    return [{"id": f"n{n}", "html": word} for n, word in enumerate(words)]


@pytest.mark.parametrize("kind", SAMPLES)
@steady
@given(seed=st.integers(0, 1000))
def test_rekeyed__by_the_same_key__changes_nothing_whatever_the_order(kind, seed):
    frozen = shuffled(SAMPLES[kind], Random(seed))
    assert rekeyed(frozen, SAMPLES[kind]) == frozen


CHANGES = [
    ("single", {"key": "a3"}, {"choice": "a3"}, {"choice": "a1"}),
    ("multiple", {"key": ["a2"]}, {"choices": ["a2"]}, {"choices": ["a1", "a3"]}),
    ("true_false", {"key": True}, {"value": True}, {"value": False}),
    ("numeric", {"value": "30"}, {"text": "30"}, {"text": "28,81"}),
    ("numeric", {"tolerance": "2"}, {"text": "30"}, {"text": "40"}),
    ("short_answer", {"accepted": ["con dấu"]}, {"text": "Con dấu"}, {"text": "chữ"}),
    (
        "ordering",
        {"key": ["a1", "a2", "a3"]},
        {"positions": {"a1": 1, "a2": 2, "a3": 3}},
        {"positions": {"a3": 1, "a1": 2, "a2": 3}},
    ),
    (
        "matching",
        {"key": {"l1": "r2", "l2": "r1"}},
        {"pairs": {"l1": "r2", "l2": "r1"}},
        {"pairs": {"l1": "r1", "l2": "r2"}},
    ),
    (
        "fill_in",
        {
            "gaps": [
                GAPS["gaps"][0] | {"accepted": ["5"]},
                GAPS["gaps"][1] | {"accepted": ["tỉnh"]},
            ]
        },
        {"gaps": {"1": "5", "2": None}},
        {"gaps": {"1": "3", "2": "x"}},
    ),
]


@pytest.mark.parametrize(("kind", "changes", "right", "wrong"), CHANGES)
def test_rekeyed__marks_by_the_corrected_key(kind, changes, right, wrong):
    new = corrected(kind, **changes)
    done = rekeyed(SAMPLES[kind], new)
    for answer in (right, wrong):
        assert mark(done, answer, 100) == mark(new, answer, 100)
    assert mark(done, right, 100) > mark(done, wrong, 100) == 0
    assert rekeyed(done, new) == done  # once is enough


@pytest.mark.parametrize(("kind", "changes", "_right", "_wrong"), CHANGES)
def test_rekeyed__words_and_order_stay(kind, changes, _right, _wrong):
    frozen = shuffled(SAMPLES[kind], Random(3))
    done = rekeyed(frozen, corrected(kind, **changes))
    for name in ("text", "explanation", "options", "items", "lefts", "rights", "unit"):
        assert done.get(name) == frozen.get(name)


def test_rekeyed__new_ids_and_another_order__are_known_by_their_words():
    new = corrected("single", options=options("Bốn", "Ba &amp; hơn", "hai "), key="n0")
    assert rekeyed(SAMPLES["single"], new)["key"] == "a3"


def test_rekeyed__a_reworded_option_that_stays_wrong__does_no_harm():
    words = [{"id": "a1", "html": "Hai"}, {"id": "a2", "html": "Nhiều"}]
    new = corrected("single", options=[*words, {"id": "a3", "html": "Bốn"}], key="a3")
    assert rekeyed(SAMPLES["single"], new)["key"] == "a3"


def test_rekeyed__equal_steps__are_interchangeable():
    twice = options("Ký", "Ký", "Gửi")
    frozen = corrected("ordering", items=twice, key=["n0", "n1", "n2"])
    new = corrected("ordering", items=twice, key=["n1", "n0", "n2"])
    assert rekeyed(frozen, new) == frozen


@pytest.mark.parametrize(
    ("kind", "changes", "why"),
    [
        ("single", {"kind": "multiple"}, "dạng khác"),
        ("single", {"text": "Một câu hỏi khác?"}, "Lời câu hỏi"),
        ("single", {"options": options("Hai", "Năm", "Bốn"), "key": "n1"}, "đổi lời"),
        (
            "single",
            {"options": options("Hai", "Ba &amp; hơn", "Bốn", "Năm"), "key": "n3"},
            "không có trong",
        ),
        ("numeric", {"unit": "điểm"}, "Đơn vị"),
        ("ordering", {"items": options("Một", "Hai", "Ba"), "key": ["n0", "n1", "n2"]}, "Các bước"),
        (
            "matching",
            {
                "rights": [{"id": "r9", "text": "Giấy khác"}],
                "key": {"l1": "r9", "l2": "r9"},
            },
            "không có trong",
        ),
        ("fill_in", {"gaps": GAPS["gaps"][:1]}, "Số chỗ trống"),
        (
            "fill_in",
            {
                "gaps": [
                    GAPS["gaps"][0],
                    GAPS["gaps"][1] | {"accepted": ["huyện"]},
                ]
            },
            "không có trong",
        ),
    ],
)  # fmt: skip
def test_rekeyed__what_was_shown_cannot_be_told__is_said(kind, changes, why):
    with pytest.raises(Mismatch, match=why):
        rekeyed(SAMPLES[kind], corrected(kind, **changes))


def test_rekeyed__an_essay_has_no_key():
    essay = {"kind": "essay", "text": "Viết."}
    assert not can_rekey("essay")
    assert {kind for kind in KINDS if can_rekey(kind)} == set(SAMPLES)
    with pytest.raises(Mismatch, match="người chấm"):
        rekeyed(essay, essay)
