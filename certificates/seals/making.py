"""Making a key for an issuer: P-256, with a certificate that it signs itself.

A province that has an authority above it sends a request there instead and puts the
certificate that comes back in its place.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from certificates.seals.keys import Key

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


def certificate_of(
    private: ec.EllipticCurvePrivateKey,
    organisation: str,
    since: datetime,
    until: datetime,
) -> x509.Certificate:
    """A certificate for signing documents, by the key itself."""
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, organisation[:64]),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    )
    return builder.sign(private, SHA256())
