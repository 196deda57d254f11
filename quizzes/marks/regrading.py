"""Sửa đáp án: a corrected key carried into the attempts already sat.

One transaction per learner and quiz; whatever stops it in between, it goes on where it
stopped: what is left is read from the keys themselves. Running attempts get the right
key too, so that it does not matter which comes first, the correction or the submission.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Revision

from accounts.models import User
from accounts.queueing import ask_workers
from questions.kinds import Definition
from questions.models import Question
from quizzes.marks.forecasting import (
    Effect,
    Room,
    Shift,
    effects_on,
    key_of,
    responses_to,
    room_of,
    shifts_of,
)
from quizzes.marks.reach import trained_quizzes
from quizzes.marks.settling import (
    has_passed,
    lock_sittings,
    record_result,
    withdraw_pass,
)
from quizzes.models import Attempt, KeyCorrection, QuizPage, Regrade, Response

logger = logging.getLogger(__name__)

WATCHED = timedelta(days=7)  # how long a sweep looks after a correction


@transaction.atomic
def correct_key(
    *,
    question: Question,
    revision: Revision | None,
    reason: str,
    by: User,
    at: datetime,
) -> KeyCorrection:
    """Decide that a revision holds the right key, and queue the attempts to follow it.

    A draft is published by it, so that new attempts ask by the same key. Safe to call
    twice: the same decision is one row.
    """
    Question.objects.select_for_update().get(pk=question.pk)
    last = question.key_corrections.order_by("-at", "-pk").first()
    if last and (last.revision, last.reason, last.by) == (revision, reason, by):
        return last
    if revision is not None and revision.pk != question.live_revision_id:
        revision.publish(user=by)
    correction = KeyCorrection.objects.create(
        question=question, revision=revision, reason=reason, by=by, at=at
    )
    ask_workers("quizzes.regrade", [correction.pk])
    return correction


def regrade(
    *, correction: KeyCorrection, at: datetime, limit: int | None = None
) -> int:
    """Carry the key into every attempt it changes; returns how many learners are left.

    `limit` is the most learners to do now.

    Safe with many workers and safe twice. A learner whose sittings cannot be regraded
    is logged and does not hold up the others. A later correction takes the place of
    an earlier one.
    """
    corrected = key_of(correction.question, correction.revision)
    rooms = rooms_left(correction)
    left = len(rooms)
    for room in rooms[:limit]:
        try:
            _regrade_room(correction, corrected, room, at=at)
        except Exception:
            logger.exception("correction %s: %s was not regraded", correction.uid, room)
        else:
            left -= 1
    return left


def regrade_unfinished(*, at: datetime) -> None:
    """The guarantee behind every correction: a sweep over those of the last days."""
    for correction in KeyCorrection.objects.filter(at__gt=at - WATCHED):
        regrade(correction=correction, at=at)


def rooms_left(correction: KeyCorrection) -> list[Room]:
    """Learners and quizzes whose attempts still have the old key."""
    corrected = key_of(correction.question, correction.revision)
    responses = (
        responses_to(correction.question)
        .filter(attempt__quiz__in=_quizzes_of(correction))
        .select_related("attempt")
        .order_by("pk")
    )
    shifts, _mismatches = shifts_of(responses, corrected)
    return list(dict.fromkeys(room_of(shift.response.attempt) for shift in shifts))


def _quizzes_of(correction: KeyCorrection) -> QuerySet[QuizPage]:
    """Those of the trainer's courses for which nobody has corrected the key since."""
    quizzes = trained_quizzes(correction.by)
    since = KeyCorrection.objects.filter(
        question=correction.question_id, pk__gt=correction.pk
    )
    for later in since.select_related("by"):
        quizzes = quizzes.exclude(pk__in=trained_quizzes(later.by).values("pk"))
    return quizzes


@transaction.atomic
def _regrade_room(
    correction: KeyCorrection, corrected: Definition, room: Room, *, at: datetime
) -> None:
    enrolment, quiz = room
    sittings = lock_sittings(enrolment=enrolment, quiz=quiz)
    if not _quizzes_of(correction).filter(pk=quiz).exists():
        return  # a later correction was here while we waited
    responses = (
        responses_to(correction.question)
        .filter(attempt__in=[a.pk for a in sittings])
        .select_for_update(of=("self",))
    )
    shifts, _mismatches = shifts_of(responses, corrected)
    gains = {shift.response.attempt_id: shift.gain for shift in shifts}
    effects = effects_on(sittings, gains)
    _write(shifts, effects)
    regrades = Regrade.objects.bulk_create(
        Regrade(
            correction=correction,
            attempt=effect.attempt,
            score_before=effect.score_before,
            score_after=effect.score_after,
            passed_before=effect.passed_before,
            passed_after=effect.passed_after,
        )
        for effect in effects
    )
    if regrades and not effects[-1].loses:
        record_result(sittings, at=at, occasion=str(regrades[-1].uid))
    if effects and effects[-1].gains:
        _drop_questions_about(sittings, correction=correction, at=at)


def _write(shifts: list[Shift], effects: list[Effect]) -> None:
    for shift in shifts:
        shift.response.definition = shift.definition
        shift.response.points = shift.points
    Response.objects.bulk_update(
        [shift.response for shift in shifts], ["definition", "points"]
    )
    Attempt.objects.bulk_update([effect.attempt for effect in effects], ["score"])


def _drop_questions_about(
    sittings: list[Attempt], *, correction: KeyCorrection, at: datetime
) -> None:
    """Whoever passes again by a later correction is not waiting for a decision."""
    undecided().filter(attempt__in=sittings).update(
        decision=Regrade.Decision.KEPT,
        decided_by=correction.by,
        decided_at=at,
        decision_reason=_("Lần sửa đáp án sau đưa kết quả về mức đạt."),
    )


# --- passes lost ------------------------------------------------------------------


def undecided() -> QuerySet[Regrade]:
    """Passes lost by a correction that a person still has to decide about."""
    return Regrade.objects.filter(passed_before=True, passed_after=False, decision="")


@transaction.atomic
def decide(
    *,
    regrade: Regrade,
    decision: Regrade.Decision,
    reason: str,
    by: User,
    at: datetime,
) -> Regrade:
    """Keep a pass that a correction lost, or withdraw it, with the reason.

    Withdrawing voids the completion; a learner who passed by another sitting since
    keeps that one. A certificate is never touched. Safe to call twice: the first
    decision stands.
    """
    sittings = lock_sittings(
        enrolment=regrade.attempt.enrolment_id, quiz=regrade.attempt.quiz_id
    )
    row = Regrade.objects.select_for_update(of=("self",)).get(pk=regrade.pk)
    if row.decision:
        return row
    row.decision, row.decision_reason = decision, reason
    row.decided_by, row.decided_at = by, at
    row.save()
    if decision == Regrade.Decision.WITHDRAWN and not has_passed(sittings):
        withdraw_pass(sittings, reason=reason, at=at)
        record_result(sittings, at=at, occasion=str(row.uid))
    return row
