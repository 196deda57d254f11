"""Work on a kept file that is too long for a request: asked for once, then waited for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from questions.import_files import KeptFile

PATIENCE = timedelta(minutes=1)  # then the page says what may be wrong
AGAIN = timedelta(minutes=10)  # what was lost by then may be asked for again


class NobodyListens(Exception):
    """The broker is down: nothing was queued, and waiting would be for ever."""

    def __str__(self) -> str:
        return _(
            "Máy chủ đang không nhận việc chạy nền, nên chưa làm gì với tệp này; tệp vẫn "
            "còn. Thử lại sau ít phút, hoặc chia thành các tệp dưới 500 câu: tệp nhỏ "
            "được làm ngay. Nếu lặp lại, báo người quản trị máy chủ."
        )


def ask(
    *, kept: KeptFile, what: str, task: str, arguments: list[Any], at: datetime
) -> None:
    """Queue a task unless the same was asked for lately; raises NobodyListens.

    Not on commit: nothing was written that could be taken back, and whoever waits
    must be told at once when there is nothing to wait for.
    """
    waited = waiting(kept=kept, what=what, at=at)
    if waited is not None and waited < AGAIN:
        return
    try:
        current_app.send_task(task, args=arguments)
    except (OperationalError, OSError) as error:
        raise NobodyListens from error
    kept.forget(f"asked-{what}")
    kept.note(f"asked-{what}", {"at": at.isoformat()})


def waiting(*, kept: KeptFile, what: str, at: datetime) -> timedelta | None:
    """Since when it has been waited for, None when nobody asked."""
    asked = kept.noted(f"asked-{what}")
    return at - datetime.fromisoformat(asked["at"]) if asked else None
