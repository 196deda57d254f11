"""When a list is written so late that one person's word is not enough; pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enrolments.models import Meeting

LATE_AFTER = timedelta(days=1)  # after the end of the meeting


def is_late(meeting: Meeting, *, at: datetime) -> bool:
    """Whether marks written now wait for a second person, as a paper list does."""
    return at >= meeting.ends_at + LATE_AFTER
