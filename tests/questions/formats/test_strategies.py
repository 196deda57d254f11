"""What the strategies draw is what our readers give."""

from hypothesis import given

from questions.formats.html import clean
from tests.questions.factories import steady
from tests.questions.formats.strategies import maybe_rich, nfc, plain


@steady
@given(maybe_rich())
def test_rich__is_in_the_canonical_form(html):
    assert clean(html)[0] == html


@steady
@given(plain())
def test_plain__is_one_tidy_line(text):
    assert text
    assert nfc(text) == text
