"""Seals: who signs electronically, with which key, and whether a signature holds.

Keys never enter the database: an issuer names one, and it lies in a folder that the
operator set up, or in a token reached by PKCS#11 (docs/operations.md).
"""

from certificates.seals.checking import Seal, seal_of
from certificates.seals.keys import Key, KeyUnavailableError, key_named, known_keys
from certificates.seals.publishing import key_set, pem
from certificates.seals.signing import room, signed
from certificates.seals.tokens import TokenError, read_token, signer_of, token

__all__ = [
    "Key",
    "KeyUnavailableError",
    "Seal",
    "TokenError",
    "key_named",
    "key_set",
    "known_keys",
    "pem",
    "read_token",
    "room",
    "seal_of",
    "signed",
    "signer_of",
    "token",
]
