"""Whose badge it is, told to who knows already: salted hashes, nothing in the clear."""

from __future__ import annotations

import hashlib
import unicodedata


def identity(kind: str, value: str, salt: str) -> dict[str, str | bool]:
    """An IdentityObject (Open Badges 3.0, B.6): who knows the value can compare it."""
    plain = unicodedata.normalize("NFC", value) + salt
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${hashlib.sha256(plain.encode()).hexdigest()}",
        "identityType": kind,
        "salt": salt,
    }


def identities(*, name: str, email: str, salt: str) -> list[dict[str, str | bool]]:
    """The e-mail, by which badge programs find their user, and the name on the paper."""
    found = [identity("emailAddress", email.lower(), salt)] if email else []
    return [*found, identity("name", " ".join(name.split()), salt)]
