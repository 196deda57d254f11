"""A lesson finished faster than it can be read: shown to the coordinator, never blocked.

There may be good reasons: it was read on paper, with a colleague, or in class. So it is a
flag with its reason, for a talk and not for a punishment.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.formats import number

# Of the time its author states. People read two or three times as fast as an author
# allows for, not ten times.
LEAST_SHARE = 10


def seconds_taken(opened_at: datetime | None, done_at: datetime) -> int | None:
    """From the first opening to the mark; None for what was never opened."""
    if opened_at is None:
        return None
    return max(0, int((done_at - opened_at).total_seconds()))


def too_fast(*, minutes: int, opened_at: datetime | None, done_at: datetime) -> str:
    """The reason for a look at a lesson marked as done; "" for a plausible one.

    Measured on the server from its first opening to the mark; `minutes` is what its
    author states.
    """
    seconds = seconds_taken(opened_at, done_at)
    if seconds is None:
        return _("Đánh dấu đã xong mà chưa mở bài.")
    if seconds * 100 >= minutes * 60 * LEAST_SHARE:
        return ""
    return _("Xong sau %(seconds)s giây, bài dự kiến %(minutes)s phút.") % {
        "seconds": number(seconds),
        "minutes": minutes,
    }
