import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.collation import LETTERS, collation_key, fold, name_sort_key

# As a Vietnamese roll lists them: by given name, then family name, then middle name.
ROLL = [
    "Đỗ Thị Ái",
    "Trần Văn An",
    "Lê Văn Ánh",
    "Nguyễn Thị Ánh",
    "Nguyễn Văn Ánh",
    "Phạm Ân",
    "Lê Văn Bảo",
    "Nguyễn Đình Dũng",
    "Nguyễn Văn Dũng",
    "Lê Đạt",
    "Nguyễn Thị Hòa",
    "Lê Hồng",
    "Nguyễn Thị Hoa Hồng",
    "Vũ Oanh",
    "Vũ Ôn",
    "Vũ Ơn",
    "Bùi Uyên",
    "Bùi Ưng",
]
TONES = ["ma", "mà", "mả", "mã", "má", "mạ"]


def test_people_sort_by_given_name_then_family_then_middle():
    shuffled = random.Random(1).sample(ROLL, len(ROLL))
    assert sorted(shuffled, key=name_sort_key) == ROLL


def test_tones_follow_the_alphabets_order():
    assert sorted(reversed(TONES), key=collation_key) == TONES


def test_letters_follow_the_alphabet():
    assert sorted(reversed(LETTERS), key=collation_key) == list(LETTERS)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("An", "Anh"),
        ("Da", "Đa"),
        ("Đá", "E"),
        ("Xã Bàu Chinh", "Xã Bình Ba"),
        ("Xã 2", "Xã Á"),
    ],
)
def test_order_of_pairs(first, second):
    assert collation_key(first) < collation_key(second)


@given(st.lists(st.sampled_from(ROLL + TONES), min_size=1, max_size=4).map(" ".join))
def test_decomposed_text_sorts_as_composed(text):
    import unicodedata

    assert collation_key(unicodedata.normalize("NFD", text)) == collation_key(text)


@given(st.text(max_size=30))
def test_any_text_has_keys(text):
    assert isinstance(name_sort_key(text), str)
    assert fold(fold(text)) == fold(text)


def test_folding_finds_without_marks():
    assert fold("Số hóa ĐƠN") == "so hoa don"
