"""Values and patterns as QTI writes them, kept to what the bank can hold."""

from __future__ import annotations

import re
from decimal import Decimal, DecimalException

from questions.kinds.texts import pieces

Value = tuple  # of str, Decimal or bool; empty is NULL

MAX_WILDCARDS = 6
TOKENS = re.compile(r"(\.\*)|\\([^\w\s])|([^\\.*+?|^$(){}\[\]])|(.)", re.DOTALL)
SPECIAL = re.compile(r"[\\|.?*+(){}\[\]^$-]")  # in a pattern
MAX_EXPONENT = 20  # the bank keeps 24 digits


class NotUnderstood(Exception):
    """An element or value that this reader cannot run; the name of it."""


def number(text: str) -> Decimal:
    """A number of the bank's size; raises NotUnderstood."""
    try:
        value = Decimal(text.strip())
    except DecimalException:
        raise NotUnderstood(text[:40]) from None
    if not value.is_finite() or abs(value.adjusted()) > MAX_EXPONENT:
        raise NotUnderstood(text[:40])
    return value


def scalar(text: str, base_type: str) -> str | Decimal | bool:
    """One value as QTI writes it."""
    if base_type in ("integer", "float"):
        return number(text)
    if base_type == "boolean":
        return text.strip() in ("true", "1")
    if base_type == "pair":
        return " ".join(sorted(text.split()))
    return " ".join(text.split()) if base_type == "directedPair" else text.strip()


def wildcards(pattern: str) -> str | None:
    """A pattern of plain words and `.*` as the bank writes it, else None.

    Other patterns are not run: a stranger's expression may take for ever.
    """
    parts = [""]
    for every, escaped, letter, other in TOKENS.findall(pattern):
        if other:
            return None
        if every:
            parts.append("")
        parts[-1] += escaped or letter
    escaped_parts = [re.sub(r"[\\*]", r"\\\g<0>", part) for part in parts]
    return "*".join(escaped_parts) if len(parts) <= MAX_WILDCARDS + 1 else None


def escaped_star(text: str) -> str:
    """A text as the bank writes it, where a bare star is a wildcard."""
    return re.sub(r"\\(?=[\\*])|\*", r"\\\g<0>", text)


def pattern_of(accepted: str) -> str:
    """The other way: `*` is anything, `\\*` a star."""
    return ".*".join(SPECIAL.sub(r"\\\g<0>", part) for part in pieces(accepted))
