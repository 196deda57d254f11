"""One thing that was done about an award, as people read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import User


@dataclass(frozen=True)
class Deed:
    """A line of the book, or what was asked and became of it."""

    at: datetime
    said: str
    by: User | None
    note: str = ""
    told: list[str] = field(default_factory=list)  # what the holder was written
