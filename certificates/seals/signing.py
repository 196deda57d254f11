"""Signing a paper: PAdES (ETSI EN 319 142-1), baseline B, or T with a time stamp."""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from django.conf import settings
from django.utils import timezone
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper

from certificates.seal_place import place_in
from certificates.seals.keys import Key
from certificates.seals.pattern import made

STEP = 1_024  # hex digits; more than signatures of one key differ in length
STAMP_ROOM = 14_336  # for the token of a time-stamp authority


def room(key: Key) -> int:
    """The hex digits to keep free in a paper that the key is to sign.

    As many as its first signature took, whose certificates may be long: an authority
    with RSA above two others is no exception. Raises KeyUnavailableError.
    """
    taken = 2 * len(key.pattern.der)
    own = (taken // STEP + 2) * STEP
    return own + STAMP_ROOM if settings.TIMESTAMP_URL else own


def signed(content: bytes, key: Key) -> bytes:
    """The paper, drawn with a place for it, with a signature over all of its bytes.

    Raises KeyUnavailableError; a time-stamp server that does not answer raises too, and
    the paper is tried again.
    """
    stamper = timestamper(settings.TIMESTAMP_URL)
    place = place_in(content, timezone.now())
    digest = sha256()
    for part in place.covered:
        digest.update(part)
    if stamper:
        return place.filled(made(key.signer, digest.digest(), stamper))
    return place.filled(key.pattern.filled(digest.digest()))


@cache
def timestamper(url: str) -> TimeStamper | None:
    """The time-stamp authority (RFC 3161) that the operator configured, if any."""
    return HTTPTimeStamper(url, timeout=settings.TIMESTAMP_SECONDS) if url else None
