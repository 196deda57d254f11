from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.formats import number
from questions.numbers import readings
from tests.questions.factories import steady


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.534", {"1534", "1.534"}),
        ("1,534", {"1534", "1.534"}),
        ("1 534", {"1534"}),
        ("1.534.000", {"1534000"}),
        ("1.534,5", {"1534.5"}),
        ("1,534.5", {"1534.5"}),
        ("0.534", {"0.534"}),
        ("12.34", {"12.34"}),
        (",5", {"0.5"}),
        ("−3,5", {"-3.5"}),
        ("１２", {"12"}),
        ("1.53.4", set()),
        ("1..5", set()),
        ("5,", set()),
        ("12 34", set()),
        ("Infinity", set()),
        ("--1", set()),
    ],
)
def test_readings(text, expected):
    assert readings(text) == {Decimal(n) for n in expected}


def test_readings__the_unit_may_stand_behind():
    assert readings("7.000 Đồng", "đồng") == {Decimal(7000), Decimal(7)}
    assert readings("7.000 đồng", "%") == set()


@steady
@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_readings__what_we_print_is_read_back(value):
    assert Decimal(value) in readings(number(value))


@steady
@given(st.text(max_size=60), st.text(max_size=5))
def test_readings__any_text_is_harmless(text, unit):
    assert all(found.is_finite() for found in readings(text, unit))
