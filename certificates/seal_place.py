"""The place of a signature in a file: drawn with blanks, filled when it is signed.

The blanks are as wide as what fills them, so that signing moves no byte. What is signed
is the file without the signature's own digits (ISO 32000-2, 12.8.1). Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

WIDTH = 10  # digits of a position in the file
BLANK_RANGE = b"/ByteRange [0" + 3 * (b" " + WIDTH * b"9") + b"]"
BLANK_MOMENT = b"/M (D:" + 14 * b"0" + b"Z)"
# Certified, and nothing may be added later; CAdES as PAdES wants it (EN 319 142-1).
HEAD = (
    b"<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached "
    b"/Reference [<</Type /SigRef /TransformMethod /DocMDP "
    b"/TransformParams <</Type /TransformParams /V /1.2 /P 1>>>>] "
)


def blank(room: int) -> bytes:
    """The signature's dictionary before it is signed; `room` is in hex digits."""
    return (
        HEAD
        + BLANK_MOMENT
        + b" "
        + BLANK_RANGE
        + b" /Contents <"
        + room * b"0"
        + b">>>"
    )


@dataclass(frozen=True)
class Place:
    """A file whose signature is still to come, and where its digits go."""

    content: bytes
    start: int
    end: int

    @property
    def covered(self) -> tuple[bytes, bytes]:
        """What is signed: all before the digits and their brackets, and all behind."""
        return self.content[: self.start], self.content[self.end :]

    def filled(self, signature: bytes) -> bytes:
        """The signed file; raises ValueError where the room does not suffice."""
        before, after = self.covered
        room = self.end - self.start - 2
        digits = signature.hex().encode().ljust(room, b"0")
        if len(digits) > room:
            raise ValueError(f"{len(digits)} digits in a room for {room}")
        return b"".join((before, b"<", digits, b">", after))


def place_in(content: bytes, at: datetime) -> Place:
    """The place in a file that was drawn with one, dated; ValueError without one."""
    moment = content.index(HEAD + BLANK_MOMENT) + len(HEAD)
    ranged = content.index(BLANK_RANGE, moment)
    start = content.index(b"<", ranged)
    end = content.index(b">", start) + 1
    numbers = (b" %-*d" % (WIDTH, n) for n in (start, end, len(content) - end))
    dated = f"/M (D:{at.astimezone(UTC):%Y%m%d%H%M%S}Z)".encode()
    filled = b"/ByteRange [0" + b"".join(numbers) + b"]"
    parts = (
        content[:moment],
        dated,
        content[moment + len(dated) : ranged],
        filled,
        content[ranged + len(filled) :],
    )
    return Place(b"".join(parts), start, end)
