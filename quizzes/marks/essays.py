"""Essays: read by one person, or by two who do not see each other's points."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import accumulate, pairwise

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from quizzes.marks.settling import lock_sittings, settle
from quizzes.models import Marking, Response

APART = 20  # per cent of the maximum: two markers further apart have to talk


class AlreadyMarked(Exception):
    """Somebody else was faster, or the marker has no turn; the message says which."""


@transaction.atomic
def mark_essay(
    *,
    response: Response,
    turn: Marking.Turn,
    points: int,
    rubric: Mapping[str, int],
    comment: str,
    asks_second: bool,
    marker: User,
    at: datetime,
) -> Marking:
    """Write down a person's points, in hundredths; the last one settles the attempt.

    `rubric` has the points by id of the criterion, empty without criteria. With
    `asks_second` the first marker leaves the result to a second one.
    Safe to call twice: a marker's first points stand. Raises AlreadyMarked.
    """
    lock_sittings(
        enrolment=response.attempt.enrolment_id, quiz=response.attempt.quiz_id
    )
    locked = Response.objects.select_for_update().get(pk=response.pk)
    markings = list(locked.markings.all())
    if own := next((m for m in markings if m.marked_by_id == marker.pk), None):
        return own
    _check_turn(locked, markings, turn)
    marking = Marking.objects.create(
        response=locked,
        turn=turn,
        points=points,
        rubric=dict(rubric),
        comment=comment,
        marked_by=marker,
        marked_at=at,
    )
    if not (turn == Marking.Turn.FIRST and asks_second):
        _conclude(locked, [*markings, marking], at=at)
    return marking


def _check_turn(
    response: Response, markings: list[Marking], turn: Marking.Turn
) -> None:
    """Raise AlreadyMarked unless it is this turn's time."""
    if response.attempt.is_open:
        raise AlreadyMarked(_("Học viên chưa nộp bài này."))
    if response.points is not None or len(markings) >= len(Marking.Turn):
        raise AlreadyMarked(_("Câu này đã chấm xong. Muốn đổi điểm, dùng “Sửa điểm”."))
    if turn != len(markings) + 1:
        raise AlreadyMarked(
            _("Người khác vừa chấm câu này. Mở lại câu từ danh sách để xem còn gì.")
        )


def _conclude(response: Response, markings: list[Marking], *, at: datetime) -> None:
    points = agreed([marking.points for marking in markings], response.max_points)
    if points is None:
        return
    response.points = points
    response.save(update_fields=["points"])
    settle(attempt=response.attempt, at=at)


def agreed(given: list[int], max_points: int) -> int | None:
    """What the markers' points come to: their mean, half a hundredth rounded up.

    None when two are more than a fifth of the maximum apart: then they have to agree.
    """
    if (max(given) - min(given)) * 100 > APART * max_points:
        return None
    return (2 * sum(given) + len(given)) // (2 * len(given))


def shares(weights: list[int], max_points: int) -> list[int]:
    """The points of an essay split over its criteria by weight; they add up exactly."""
    sums = list(accumulate(weights, initial=0))
    bounds = [max_points * part // sums[-1] for part in sums]
    return [high - low for low, high in pairwise(bounds)]
