"""Near-duplicates: the quick search finds exactly what comparing all with all finds."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questions.bank.duplicates import LIKE, like, likeness, pairs, shingles
from tests.questions.factories import steady

BASE = "Theo Nghị định 42/2022/NĐ-CP, dịch vụ công trực tuyến có mấy mức độ?"


@pytest.mark.parametrize(
    ("other", "is_like"),
    [
        (BASE, True),
        ("theo nghi dinh 42/2022/ND-CP dich vu cong truc tuyen co may muc do", True),
        ("Theo Nghị định 42/2022/NĐ-CP, dịch vụ công trực tuyến gồm mấy mức độ?", True),
        ("Dịch vụ công trực tuyến có mấy mức độ?", False),
        ("Cán bộ một cửa trả kết quả hồ sơ trong thời hạn nào?", False),
        ("", False),
    ],
)
def test_like__goes_by_words_not_marks(other, is_like):
    assert bool(like(BASE, [(1, other)])) is is_like


def test_like__nearest_first():
    near = BASE.replace("mấy", "bao nhiêu")
    assert [pk for pk, _same in like(BASE, [(1, near), (2, BASE)])] == [2, 1]


def test_shingles__of_one_word_are_its_ends():
    assert shingles("Sai") == {("", "sai"), ("sai", "")}
    assert shingles(" … ") == frozenset()
    assert likeness(frozenset(), frozenset()) == 0


def brute(texts: dict[int, str], at_least: Fraction) -> set[tuple[int, int]]:
    sets = {pk: shingles(text) for pk, text in texts.items()}
    return {
        (one, other)
        for one, other in combinations(sorted(sets), 2)
        if likeness(sets[one], sets[other]) >= at_least
    }


sentences = st.lists(
    st.sampled_from(["hồ", "sơ", "trả", "kết", "quả", "đúng", "hạn"]), max_size=9
)


@steady
@given(
    st.lists(sentences, max_size=14),
    st.sampled_from([Fraction(1, 2), LIKE, Fraction(9, 10), Fraction(1)]),
)
def test_pairs__are_those_of_comparing_all_with_all(rows, at_least):
    texts = {pk: " ".join(words) for pk, words in enumerate(rows)}
    found = pairs(texts, at_least=at_least)
    assert {(p.first, p.second) for p in found} == brute(texts, at_least)
    assert len({(p.first, p.second) for p in found}) == len(found)


def test_pairs__one_pair_among_ten_thousand():
    rng = Random(1)
    words = [f"{a}{b}" for a in "bcdđghklmnpqrstvx" for b in ("a", "ô", "ươ", "i", "e")]
    texts = {pk: " ".join(rng.choices(words, k=18)) for pk in range(10_000)}
    texts[10_000] = texts[77].replace(" ", " mới ", 1)
    assert [(p.first, p.second) for p in pairs(texts)] == [(77, 10_000)]
