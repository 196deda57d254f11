"""The chain of a register's lines: each carries the hash of the one before. Pure.

A line is written down as canonical JSON (keys sorted, no spaces, UTF-8) and hashed with
SHA-256 after the hash before it: whoever changes a line must change all after it.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical(content: Any) -> bytes:
    """The one way a content is written before it is hashed."""
    text = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return text.encode()


def digest(content: Any) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


def link(previous: str, content: dict[str, Any]) -> str:
    """The hash of a line that follows the one with that hash; "" before the first."""
    return hashlib.sha256(previous.encode() + canonical(content)).hexdigest()
