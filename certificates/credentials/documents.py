"""What an issuer's DID stands for: a document with its public keys (W3C DID, CID 1.0)."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from certificates.credentials import addresses

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec

    from certificates.seals.keys import Key


def did_document(issuer_code: str, keys: Sequence[Key]) -> dict[str, Any]:
    """The issuer's keys, those of before too: they check what they signed."""
    did = addresses.did_of(issuer_code)
    methods = [
        {
            "id": addresses.method_of(issuer_code, key.name),
            "type": "JsonWebKey",
            "controller": did,
            "publicKeyJwk": jwk(key.public, key.name),
        }
        for key in keys
    ]
    return {
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/jwk/v1",
        ],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def jwk(public: ec.EllipticCurvePublicKey, name: str) -> dict[str, str]:
    """A public key as a JSON Web Key (RFC 7517)."""
    numbers = public.public_numbers()
    x, y = (_text(n.to_bytes(32, "big")) for n in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": name, "alg": "ES256"}


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()
