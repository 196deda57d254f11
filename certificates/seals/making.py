"""Making a key for an issuer: P-256, with a certificate that it signs itself.

A province that has an authority above it sends a request there instead and puts the
certificate that comes back in its place.
"""

from __future__ import annotations

import os
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


def make_key(
    *, name: str, organisation: str, folder: Path, at: datetime, years: int, phrase: str
) -> Key:
    """Write a key that only its owner can read, and its certificate.

    Raises FileExistsError where there is one: a key that has signed is never replaced.
    """
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
