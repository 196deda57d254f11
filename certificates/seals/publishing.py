"""The public halves of our keys, for whoever checks without us: a JWK Set (RFC 7517)."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from certificates.seals.keys import Key
from certificates.seals.tokens import HALF, encoded


def key_set(keys: list[Key]) -> dict[str, list[dict[str, Any]]]:
    """The keys a QR code can be signed with; a certificate of another kind is not one."""
    return {"keys": [jwk(key) for key in keys if is_p256(key)]}


def is_p256(key: Key) -> bool:
    public = key.public
    return isinstance(public, ec.EllipticCurvePublicKey) and isinstance(
        public.curve, ec.SECP256R1
    )


def jwk(key: Key) -> dict[str, Any]:
    """One key; `organisation` is ours, so that a page need not read the certificate."""
    numbers = key.public.public_numbers()
    x, y = (n.to_bytes(HALF, "big") for n in (numbers.x, numbers.y))
    return {
        "kid": key.name,
        "kty": "EC",
        "crv": "P-256",
        "x": encoded(x),
        "y": encoded(y),
        "use": "sig",
        "alg": "ES256",
        "x5c": [b64encode(c.public_bytes(Encoding.DER)).decode() for c in key.chain],
        "organisation": key.organisation,
    }


def pem(key: Key) -> bytes:
    """The certificate, then those above it."""
    return b"".join(c.public_bytes(Encoding.PEM) for c in key.chain)
