"""Finding the codes in a file that a stranger hands in, within bounds."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import islice

from certificates.codes import FORM

CODE = re.compile(FORM.pattern.encode())
STREAM, END = re.compile(rb"stream\r?\n"), b"endstream"
# What is unpacked of one stream and of all: a small file can hold a great deal.
STREAM_LIMIT = 2**20
UNPACKED_LIMIT = 2**24
MOST_CODES = 50


def codes_in(content: bytes) -> list[str]:
    """The codes in the plain bytes and in the packed streams of a PDF, in order."""
    found = dict.fromkeys(islice(_codes(content), MOST_CODES))
    return [code.decode() for code in found]


def _codes(content: bytes) -> Iterator[bytes]:
    yield from _matches(content)
    left = UNPACKED_LIMIT
    for packed in _streams(content):
        try:
            plain = zlib.decompressobj().decompress(packed, STREAM_LIMIT)
        except zlib.error:
            continue
        yield from _matches(plain)
        left -= len(plain)
        if left <= 0:
            return


def _matches(plain: bytes) -> Iterator[bytes]:
    """Without zero bytes, a code in UTF-16 reads as one in ASCII."""
    yield from (m.group() for m in CODE.finditer(plain.replace(b"\x00", b"")))


def _streams(content: bytes) -> Iterator[memoryview]:
    """Each byte is looked at twice at most, however many streams begin and none ends."""
    whole, place = memoryview(content), 0
    while start := STREAM.search(content, place):
        end = content.find(END, start.end())
        if end < 0:
            return
        yield whole[start.end() : end]
        place = end + len(END)
