"""The code on the wall: new every thirty seconds, worthless after a minute; pure.

A time-based code after RFC 6238 with the meeting's own secret, cut to eight letters.
"""

from __future__ import annotations

import base64
import hmac
from datetime import datetime, timedelta
from hashlib import sha256

STEP = 30  # seconds a code stays on the wall
OPENS_BEFORE = timedelta(minutes=30)


def code_at(secret: str, at: datetime, *, steps_ago: int = 0) -> str:
    """The code of the thirty seconds around a moment."""
    step = int(at.timestamp()) // STEP - steps_ago
    digest = hmac.new(secret.encode(), str(step).encode(), sha256).digest()
    return base64.b32encode(digest)[:8].decode()


def is_fresh(secret: str, code: str, at: datetime) -> bool:
    """On the wall now, or right before: whoever scans needs a few seconds."""
    known = [code_at(secret, at, steps_ago=n) for n in (0, 1)]
    return any(
        hmac.compare_digest(code.upper().encode(), one.encode()) for one in known
    )
