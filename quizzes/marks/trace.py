"""What people did to the points of a response, in the order in which they did it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from quizzes.models import KeyCorrection, Response


@dataclass(frozen=True)
class Step:
    """One act; points in hundredths, None where they are not told or do not apply."""

    at: datetime
    by: str
    act: str
    points: int | None
    words: str


def trace_of(response: Response, *, reader: User) -> list[Step]:
    """Markings, overrides and corrections of the key.

    As long as a second marker is waited for, the first one's points are told to nobody
    but that first marker.
    """
    steps = [*_markings(response, reader), *_overrides(response), *_keys(response)]
    return sorted(steps, key=lambda step: step.at)


def _markings(response: Response, reader: User) -> list[Step]:
    markings = list(response.markings.select_related("marked_by"))
    waits = response.points is None and len(markings) == 1
    return [
        Step(
            row.marked_at,
            row.marked_by.full_name,
            str(row.get_turn_display()),
            None if (blind := waits and row.marked_by_id != reader.pk) else row.points,
            _("Chưa cho xem: còn chờ người chấm thứ hai.") if blind else row.comment,
        )
        for row in markings
    ]


def _overrides(response: Response) -> list[Step]:
    return [
        Step(row.at, row.by.full_name, _("Sửa điểm"), row.points_after, row.reason)
        for row in response.overrides.select_related("by")
    ]


def _keys(response: Response) -> list[Step]:
    rows = KeyCorrection.objects.filter(
        question=response.question_id, regrades__attempt=response.attempt_id
    ).select_related("by")
    return [
        Step(row.at, row.by.full_name, _("Sửa đáp án"), None, row.reason)
        for row in rows.distinct()
    ]
