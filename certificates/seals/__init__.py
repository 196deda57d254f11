"""Seals: who signs electronically, with which key, and whether a signature holds.

Keys never enter the database: an issuer names one, and it lies in a folder that the
operator set up, or in a token reached by PKCS#11 (docs/operations.md).
"""

from certificates.seals.checking import Seal, seal_of
from certificates.seals.keys import Key, KeyUnavailableError, key_named, known_keys
from certificates.seals.signing import signed
from certificates.seals.tokens import TokenError, read_token, token

__all__ = [
    "Key",
    "KeyUnavailableError",
    "Seal",
    "TokenError",
    "key_named",
    "known_keys",
    "read_token",
    "seal_of",
    "signed",
    "token",
]
