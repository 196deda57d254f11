"""Making a key for an issuer: P-256, with a certificate that it signs itself.

A province that has an authority above it sends a request there instead and puts the
certificate that comes back in its place.
"""

from __future__ import annotations

import os
import re
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from certificates.seals.keys import Key
from certificates.seals.self_signed import certificate_of

YEAR = timedelta(days=365)
A_NAME = re.compile(r"[0-9A-Za-z_-][0-9A-Za-z._-]{0,59}")  # as the issuer's field takes


class KeyNameError(ValueError):
    """A name that would not be a file of its own in the folder of keys."""


def make_key(
    *, name: str, organisation: str, folder: Path, at: datetime, years: int, phrase: str
) -> Key:
    """Write a key that only its owner can read, and its certificate.

    Raises FileExistsError where there is one: a key that has signed is never replaced;
    KeyNameError for a name that leads out of the folder or no issuer could be given.
    """
    if not A_NAME.fullmatch(name):
        raise KeyNameError(name)
    key = Key(name, folder)
    private = ec.generate_private_key(ec.SECP256R1())
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    locked = BestAvailableEncryption(phrase.encode()) if phrase else NoEncryption()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked)
    if key.certificate_file.exists():
        raise FileExistsError(key.certificate_file)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(key.private_file, flags, 0o600), "wb") as file:
        file.write(pem)
    certificate = certificate_of(private, organisation, at, at + years * YEAR)
    key.certificate_file.write_bytes(certificate.public_bytes(Encoding.PEM))
    return key
