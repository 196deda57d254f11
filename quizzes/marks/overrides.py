"""Points of a single response put right by a person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from quizzes.marks import settling
from quizzes.models import Override, Response


class PassAtStake(Exception):
    """The new points would take a pass away: a person has to say what becomes of it."""


@transaction.atomic
def override_points(
    *,
    response: Response,
    points: int,
    reason: str,
    by: User,
    at: datetime,
    withdraws: bool | None = None,
) -> Override:
    """Set the points of a response of a submitted attempt, in hundredths, with a reason.

    It survives every later correction of the key. `withdraws` says what becomes of a
    pass that would be lost: True takes it back, False lets it stand; None raises
    PassAtStake and nothing is written. Safe to call twice. Raises ValueError for a
    response of an open attempt, or points outside 0 … max.
    """
    sittings = settling.lock_sittings(
        enrolment=response.attempt.enrolment_id, quiz=response.attempt.quiz_id
    )
    locked = Response.objects.select_for_update().get(pk=response.pk)
    last = locked.overrides.order_by("pk").last()
    if last and _says(last, points, reason, by) and locked.points == points:
        return last
    attempt = next(a for a in sittings if a.pk == locked.attempt_id)
    if attempt.is_open or not 0 <= points <= locked.max_points:
        raise ValueError("points of a submitted response, from 0 to its maximum")
    before = settling.has_passed(sittings)
    row = Override.objects.create(
        response=locked,
        points_before=locked.points,
        points_after=points,
        reason=reason,
        by=by,
        at=at,
    )
    locked.points = points
    locked.save(update_fields=["points"])
    settling.resettle(sittings)
    if before and not settling.has_passed(sittings):
        if withdraws is None:
            raise PassAtStake
        if not withdraws:
            return row
        settling.withdraw_pass(sittings, reason=reason, at=at)
    settling.record_result(sittings, at=at, occasion=f"override {row.pk}")
    return row


def _says(row: Override, points: int, reason: str, by: User) -> bool:
    return (row.points_after, row.reason, row.by_id) == (points, reason, by.pk)
