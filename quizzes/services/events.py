"""What happened around an examination."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from quizzes.models import Attempt, AttemptEvent

MOST = 1000  # a page gone wild must not fill the table


def record_event(
    *, attempt: Attempt, uid: UUID, kind: AttemptEvent.Kind, at: datetime
) -> None:
    """Note that the page of an examination was left or came back; once per `uid`.

    A flag for whoever supervises: it never touches the marks. Nothing is noted after
    the submission, nor where the quiz is no examination.
    """
    if not attempt.is_open or not attempt.quiz.is_exam:
        return
    if attempt.events.count() >= MOST:
        return
    event = AttemptEvent(uid=uid, attempt=attempt, kind=kind, at=at)
    AttemptEvent.objects.bulk_create([event], ignore_conflicts=True)
