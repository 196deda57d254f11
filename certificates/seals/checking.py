"""Whether the signature in a file holds, and whose it is.

Strangers hand files in, so no PDF is parsed here: a parser follows what a file says of
itself, and a small file can unpack to gigabytes. The bytes a signature covers and the
place of the signature stand in the clear (ISO 32000-2, 12.8.1); where they are the
whole file, nothing in it can be other than what was signed.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import datetime

from asn1crypto.cms import ContentInfo
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext

from certificates.seals.keys import Key, known_keys, store_of

RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
MOMENT = re.compile(rb"/M\s*\(D:(\d{14})(?:Z|([+-]\d\d)'?(\d\d))?", re.IGNORECASE)
OCTAL = re.compile(rb"\\([0-7]{3})")  # how pyHanko writes all but letters and digits
FORM = "%Y%m%d%H%M%S%z"
NEAR = 500  # bytes around the signature in which its dictionary says when
CONTENTS = re.compile(rb"<([0-9A-Fa-f]+)>")


@dataclass(frozen=True)
class Seal:
    """What a file's signature says.

    `key` is ours, or None for a stranger's. `fits`: what it covers was not changed.
    `is_whole`: it covers every byte, nothing was added behind it.
    """

    key: Key | None
    fits: bool
    is_whole: bool
    signed_at: datetime | None

    @property
    def is_intact(self) -> bool:
        return self.fits and self.is_whole

    @property
    def holds(self) -> bool:
        return self.is_intact and self.key is not None

    @property
    def is_ours_with_more(self) -> bool:
        """What we signed, and something behind it."""
        return self.fits and not self.is_whole and self.key is not None


BROKEN = Seal(None, fits=False, is_whole=False, signed_at=None)


def seal_of(content: bytes) -> Seal | None:
    """The newest seal of a PDF as somebody handed it in; None where there is none."""
    ranges = [tuple(map(int, found.groups())) for found in RANGE.finditer(content)]
    if not ranges:
        return None
    _start, before, after, rest = max(ranges, key=lambda r: r[2] + r[3])
    contents = CONTENTS.fullmatch(content[before:after])
    if contents is None or before > after or after + rest > len(content):
        return BROKEN
    covered = content[:before] + content[after : after + rest]
    around = content[max(0, before - NEAR) : before] + content[after : after + NEAR]
    whole = after + rest == len(content)
    return _judged(contents[1], covered, is_whole=whole, at=_moment(around))


def _moment(around: bytes) -> datetime | None:
    """When it was signed, as the signer says: PAdES has it beside the signature."""
    found = MOMENT.search(OCTAL.sub(lambda m: bytes([int(m[1], 8) % 256]), around))
    if found is None:
        return None
    digits, hours, minutes = (part.decode() if part else "" for part in found.groups())
    try:
        zone = f"{hours or '+00'}{minutes or '00'}"
        return datetime.strptime(digits + zone, FORM)  # noqa: DTZ007 - it has %z
    except ValueError:
        return None


def _judged(
    contents: bytes, covered: bytes, *, is_whole: bool, at: datetime | None
) -> Seal:
    keys = known_keys()
    try:
        signed = ContentInfo.load(bytes.fromhex(contents.decode()))["content"]
        check = async_validate_detached_cms(covered, signed, _trust(keys))
        status = asyncio.run(check)
    except Exception:  # noqa: BLE001 - whatever a stranger wrote is no signature
        return BROKEN
    der = status.signing_cert.dump()
    key = next((key for key in keys if key.fingerprint == der), None)
    fits = status.intact and status.valid
    return Seal(key, fits=fits, is_whole=is_whole, signed_at=at)


def _trust(keys: list[Key]) -> ValidationContext:
    """Our own certificates are the roots: whom we list has signed, nobody else.

    Nothing is fetched. A certificate that has expired since was valid when it signed.
    """
    roots = list(store_of(keys)) if keys else []
    return ValidationContext(
        trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail"
    )
