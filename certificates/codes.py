"""Verification codes: short enough to type from paper, too many to guess."""

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0, 1, O, I
PREFIX = "BRVT"
FORM = re.compile(rf"[A-Z]{{4}}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}")


def new_code() -> str:
    """A code like BRVT-7K4M-Q2XP: 40 random bits after the province's letters."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{PREFIX}-{letters[:4]}-{letters[4:]}"


def tidy(code: str) -> str:
    """What a person typed, as it is stored: capitals, no spaces, dashes in place."""
    bare = "".join(c for c in code.upper() if c.isascii() and c.isalnum())
    if len(bare) == 12:
        return f"{bare[:4]}-{bare[4:8]}-{bare[8:]}"
    return bare


def is_code(text: str) -> bool:
    """Whether it has the form of a code, so that looking it up makes sense."""
    return FORM.fullmatch(text) is not None
