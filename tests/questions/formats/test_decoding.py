"""Bytes as people send them, into text."""

import codecs
import unicodedata

import pytest

from questions.formats.decoding import MAX_BYTES, decode
from questions.formats.draft import UnusableFile

TEXT = "Hồ sơ được tiếp nhận ở bộ phận một cửa\nĐúng hay sai?\n"


def cp1258(text: str) -> bytes:
    """As an old Vietnamese program saves it: tone marks behind their letters."""
    out = b""
    for char in text:
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            first, *rest = unicodedata.normalize("NFD", char)
            shape = [mark for mark in rest if mark in "\u0302\u0306\u031b"]
            tone = [mark for mark in rest if mark not in shape]
            base = unicodedata.normalize("NFC", first + "".join(shape))
            out += (base + "".join(tone)).encode("cp1258")
    return out


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        unicodedata.normalize("NFD", TEXT).encode(),
        cp1258(TEXT),
    ],
)
def test_decode__whatever_it_was_saved_as(content):
    assert decode(content) == TEXT


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_decode__utf_16_without_a_mark(encoding):
    text = "::Q1:: 1 + 1 = 2? {T}\n"
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("text", ["Café – “naïve” à ñ ü", "résumé déjà vu", "100 €"])
def test_decode__windows_1252(text):
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7", b"PK\x03\x04abc", b"\x89PNG\r\n", b"a\x00b\x01c", b"\xff\xfea"],
)
def test_decode__no_text_at_all__is_refused(content):
    with pytest.raises(UnusableFile):
        decode(content)


def test_decode__over_the_limit__is_refused():
    with pytest.raises(UnusableFile, match="100 MB"):
        decode(b"a" * (MAX_BYTES + 1))
