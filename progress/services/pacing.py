"""Noting that a lesson was finished implausibly fast, and that somebody talked about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from progress.models import Completion, QuickFinish, QuickFinishTalk, Visit
from progress.plausibility import too_fast


class TalkRefusedError(ValueError):
    """Why it cannot be noted, in a sentence."""


def note_pace(*, completion: Completion, minutes: int) -> QuickFinish | None:
    """Measure a lesson just marked as done; a row only when the pace is implausible.

    What has points is judged by its points. Of a lesson done again, after new material,
    only the first time counts.
    """
    if completion.max_score:
        return None
    trace = {"enrolment": completion.enrolment_id, "activity": completion.activity_id}
    visit = Visit.objects.filter(**trace).first()
    opened_at = visit.first_at if visit else None
    done_at = completion.completed_at
    if not too_fast(minutes=minutes, opened_at=opened_at, done_at=done_at):
        return None
    others = Completion.objects.standing().filter(**trace).exclude(pk=completion.pk)
    if others.exists():
        return None
    return QuickFinish.objects.get_or_create(
        completion=completion,
        defaults={
            "enrolment_id": completion.enrolment_id,
            "done_at": done_at,
            "opened_at": opened_at,
            "minutes": minutes,
        },
    )[0]


def lay_aside(
    *, finishes: Iterable[QuickFinish], note: str, by: User, at: datetime
) -> int:
    """Note that one talked with the learners; returns how many were laid aside.

    Safe twice: what is laid aside already keeps its first note. Raises TalkRefusedError
    for one's own lessons.
    """
    return _note(finishes, is_aside=True, note=note, by=by, at=at)


def take_back(
    *, finishes: Iterable[QuickFinish], note: str, by: User, at: datetime
) -> int:
    """Put what was laid aside back on the list; the earlier note stays on record."""
    return _note(finishes, is_aside=False, note=note, by=by, at=at)


@transaction.atomic
def _note(
    finishes: Iterable[QuickFinish],
    *,
    is_aside: bool,
    note: str,
    by: User,
    at: datetime,
) -> int:
    """Add a row where it says something new."""
    keys = [row.pk for row in finishes]
    rows = QuickFinish.objects.filter(pk__in=keys).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))
    if rows.filter(enrolment__learner=by).exists():
        raise TalkRefusedError(
            _("Bài của chính anh/chị thì người khác phụ trách đơn vị ghi.")
        )
    told = rows.with_aside(on=timezone.localdate(at))
    return len(
        QuickFinishTalk.objects.bulk_create(
            QuickFinishTalk(
                finish=row, is_aside=is_aside, note=note, noted_by=by, noted_at=at
            )
            for row in told
            if row.is_aside != is_aside
        )
    )
