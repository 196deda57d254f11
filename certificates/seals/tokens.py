"""What the QR code carries beside its address: facts that can be checked without us.

A JSON Web Signature (RFC 7515, ES256) over a few facts of the paper, in the fragment of
the address, which a browser never sends to a server.
"""

from __future__ import annotations

import asyncio
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256

from certificates.seals.keys import Key, KeyUnavailableError, key_named

HALF = 32  # bytes of each of the two numbers of a P-256 signature


class TokenError(ValueError):
    """Not a token of ours, or one that was changed."""


def token(said: dict[str, Any], key: Key) -> str:
    """The signed facts: three parts in base64url, with dots between."""
    header = {"alg": "ES256", "kid": key.name}
    content = f"{_packed(header)}.{_packed(said)}"
    return f"{content}.{encoded(raw_signature(content.encode(), key))}"


def raw_signature(content: bytes, key: Key) -> bytes:
    """ES256 over some bytes: r and s side by side, as JOSE wants them."""
    der = asyncio.run(key.signer.async_sign_raw(content, "sha256"))
    r, s = decode_dss_signature(der)
    return r.to_bytes(HALF, "big") + s.to_bytes(HALF, "big")


def read_token(text: str) -> dict[str, Any]:
    """The facts of a token whose signature holds; raises TokenError."""
    try:
        content, _dot, signature = text.rpartition(".")
        header, said = (json.loads(_bytes(part)) for part in content.split("."))
        if not isinstance(said, dict) or header.get("alg") != "ES256":
            raise TokenError(text)
        key = signer_of(text)
        two = _bytes(signature)
        r, s = (int.from_bytes(two[i : i + HALF], "big") for i in (0, HALF))
        key.public.verify(encode_dss_signature(r, s), content.encode(), ECDSA(SHA256()))
    except (
        *(ValueError, AttributeError, OverflowError, RecursionError),
        *(InvalidSignature, KeyUnavailableError),
    ) as error:
        raise TokenError(text) from error
    return said


def signer_of(text: str) -> Key:
    """The key that a token names; whether it signed is `read_token`'s to say."""
    return key_named(str(json.loads(_bytes(text.partition(".")[0])).get("kid")))


def _packed(said: dict[str, Any]) -> str:
    plain = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return encoded(plain.encode())


def encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
