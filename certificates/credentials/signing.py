"""Signing a credential in both forms. Loads what only the worker needs."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from certificates.credentials import integrity, jose
from certificates.seals.keys import Key


def in_both_forms(
    said: Callable[[str], dict[str, Any]], key: Key, method: str, at: datetime
) -> tuple[str, str]:
    """As JWT and as JSON with its proof; raises KeyUnavailableError."""
    document = integrity.proven(said("json"), key, method, at)
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return jose.signed(said("jwt"), key, method), text
