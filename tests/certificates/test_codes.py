from hypothesis import given
from hypothesis import strategies as st

from certificates.codes import ALPHABET, is_code, new_code, tidy


@given(st.text(ALPHABET, min_size=8, max_size=8))
def test_code__is_read_back_however_it_is_typed(letters):
    code = f"BRVT-{letters[:4]}-{letters[4:]}"
    assert is_code(code)
    for typed in (code.lower(), code.replace("-", ""), f" {code.replace('-', ' – ')} "):
        assert tidy(typed) == code


@given(st.text(max_size=60))
def test_tidy__leaves_nothing_that_breaks_an_address(typed):
    assert set(tidy(typed)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
    assert tidy(tidy(typed)) == tidy(typed)


def test_codes__differ():
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert all(is_code(code) for code in codes)
