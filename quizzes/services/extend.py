"""More time for attempts that run: the power was cut, the line was down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from quizzes.models import Attempt, ExtraTime


@dataclass(frozen=True)
class Extended:
    """What was given, and what was left as it is with the reason in words."""

    given: Sequence[ExtraTime]
    skipped: Sequence[tuple[Attempt, str]]


@transaction.atomic
def give_extra_time(
    *,
    attempts: Sequence[Attempt],
    minutes: int,
    reason: str,
    key: UUID,
    by: User,
    at: datetime,
) -> Extended:
    """Move the deadline of attempts that still run; a person decides, not the clock.

    Counted from the deadline, or from now where it is over and nothing was submitted
    yet: whoever is given minutes has them. It may go past the closing of the quiz. An
    attempt that was submitted is not opened again. `key` names this act: sent again,
    it gives nothing more. Raises ValidationError without a reason, or for minutes
    outside 1 … 180.
    """
    if not reason.strip():
        raise ValidationError(_("Ghi lý do thêm giờ."))
    if not 1 <= minutes <= ExtraTime.MOST:
        told = _("Nhập số phút từ 1 đến %(most)s.") % {"most": ExtraTime.MOST}
        raise ValidationError(told)
    locked = _locked(attempts)
    if before := list(ExtraTime.objects.filter(key=key)):
        return Extended(before, [])
    skipped = [(attempt, why) for attempt in locked if (why := _why_not(attempt))]
    running = [attempt for attempt in locked if not _why_not(attempt)]
    for attempt in running:
        attempt.due_at = max(attempt.due_at, at) + timedelta(minutes=minutes)
    Attempt.objects.bulk_update(running, ["due_at"])
    told = {"minutes": minutes, "reason": reason.strip(), "key": key}
    rows = [
        ExtraTime(attempt=a, due_at=a.due_at, given_by=by, given_at=at, **told)
        for a in running
    ]
    return Extended(ExtraTime.objects.bulk_create(rows), skipped)


def _locked(attempts: Sequence[Attempt]) -> list[Attempt]:
    """Ours until the end, so that no submission slips between; always in one order."""
    return list(
        Attempt.objects.select_for_update(of=("self",))
        .select_related("enrolment__learner")
        .filter(pk__in=[attempt.pk for attempt in attempts])
        .order_by("pk")
    )


def _why_not(attempt: Attempt) -> str:
    """Why an attempt is not given time, in words; empty when it is."""
    if attempt.is_open:
        return "" if attempt.due_at else _("bài không giới hạn giờ")
    if attempt.closed_by == Attempt.ClosedBy.CLOCK:
        return _("đã hết giờ và tự nộp, chỉ còn cách cho làm thêm lượt")
    return _("đã nộp bài")
