"""The verbs of a quiz: start, save, submit."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from enrolments.models import Enrolment
from progress.learning import NotAllowed
from progress.services import Result, record_completion
from questions.kinds import Answer
from questions.marking import mark
from quizzes.models import Attempt, QuizPage, Response
from quizzes.papers import draw_paper, freeze_paper

logger = logging.getLogger(__name__)


# --- start ------------------------------------------------------------------------


@transaction.atomic
def start_attempt(
    *, enrolment: Enrolment, quiz: QuizPage, at: datetime, seed: int | None = None
) -> Attempt:
    """Begin a sitting, or go on with the one that is open.

    Draws and freezes the questions; what is edited later changes nothing in it.
    Raises NotAllowed, with a sentence for the learner, when none may be started.
    """
    current = Attempt.objects.of(enrolment, quiz).open().first()
    if current is not None and not current.is_over(at=at):
        return current
    if current is not None:
        submit_attempt(attempt=current, at=at, by=Attempt.ClosedBy.CLOCK)
    locked = (
        Enrolment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("learner", "training_class__course")
        .get(pk=enrolment.pk)
    )
    past = list(Attempt.objects.of(locked, quiz))
    if past and past[-1].is_open:
        return past[-1]  # another click was faster
    _check_may_start(enrolment=locked, quiz=quiz, past=past, at=at)
    return _begin(enrolment=locked, quiz=quiz, number=len(past) + 1, at=at, seed=seed)


def _check_may_start(
    *, enrolment: Enrolment, quiz: QuizPage, past: Sequence[Attempt], at: datetime
) -> None:
    group = enrolment.training_class
    is_withdrawn = enrolment.ended_reason not in ("", Enrolment.EndedReason.COMPLETED)
    if is_withdrawn or not group.is_open(on=timezone.localdate(at)):
        raise NotAllowed(_("Lớp không mở cho anh/chị vào lúc này."))
    if any(attempt.has_passed for attempt in past):
        raise NotAllowed(_("Anh/chị đã đạt bài này, không cần làm lại."))
    if quiz.attempts_allowed is not None and len(past) >= quiz.attempts_allowed:
        raise NotAllowed(_("Anh/chị đã dùng hết số lần được làm bài này."))


def _begin(
    *, enrolment: Enrolment, quiz: QuizPage, number: int, at: datetime, seed: int | None
) -> Attempt:
    seed = secrets.randbits(62) if seed is None else seed
    rng = Random(seed)  # noqa: S311
    drawn = draw_paper(
        learner=enrolment.learner, quiz=quiz, on=timezone.localdate(at), rng=rng
    )
    if not drawn:
        raise NotAllowed(_("Bài này chưa có câu hỏi. Hãy báo giảng viên của khóa học."))
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        quiz=quiz,
        number=number,
        seed=seed,
        started_at=at,
        due_at=_deadline(quiz=quiz, learner=enrolment.learner, at=at),
        # A course may ask for more than the quiz does: passing means both.
        pass_mark=max(quiz.pass_mark, enrolment.training_class.course.minimum_mark),
        max_score=sum(line.points for line in drawn),
    )
    Response.objects.bulk_create(freeze_paper(attempt=attempt, quiz=quiz, drawn=drawn))
    return attempt


def _deadline(*, quiz: QuizPage, learner: User, at: datetime) -> datetime | None:
    """The end of the time limit, longer for who has an allowance."""
    if quiz.time_limit_minutes is None:
        return None
    return (
        at + timedelta(minutes=quiz.time_limit_minutes) * learner.time_allowance / 100
    )


# --- save -------------------------------------------------------------------------


class SaveState(StrEnum):
    SAVED = "saved"  # what was sent stands
    STALE = "stale"  # something newer stands; nothing was written
    CLOSED = "closed"  # submitted, or the time and the grace are over


@dataclass(frozen=True)
class Saved:
    """What stands after a save, whoever wrote it."""

    state: SaveState
    version: int
    answer: Answer
    is_flagged: bool


def save_answer(
    *,
    response_uid: UUID,
    learner: User,
    answer: Answer,
    is_flagged: bool,
    key: UUID,
    based_on: int,
    at: datetime,
) -> Saved:
    """Keep one answer: the protocol between a page that retries and a row that counts.

    `key` names this save, so that a repeated one is recognised; `based_on` is the
    version the page was looking at, so that an older one never overwrites.
    Raises Response.DoesNotExist for a response that is not the learner's.

    One conditional UPDATE decides, without a lock: `points` is set by the submission
    that marked the row, which holds the row while it reads the answer.
    """
    response = Response.objects.select_related("attempt").get(
        uid=response_uid, attempt__enrolment__learner=learner
    )
    is_same = response.answer == answer and response.is_flagged == is_flagged
    if is_same and response.last_key == key:
        return _standing(response, SaveState.SAVED)
    if not response.attempt.is_open or response.attempt.is_over(at=at):
        return _standing(response, SaveState.CLOSED)
    if is_same:
        return _standing(response, SaveState.SAVED)
    written = Response.objects.filter(
        pk=response.pk, version=based_on, points=None
    ).update(
        answer=answer,
        is_flagged=is_flagged,
        version=based_on + 1,
        last_key=key,
        saved_at=at,
    )
    if written:
        return Saved(SaveState.SAVED, based_on + 1, answer, is_flagged)
    response.refresh_from_db(fields=["answer", "is_flagged", "version", "points"])
    is_marked = response.points is not None
    return _standing(response, SaveState.CLOSED if is_marked else SaveState.STALE)


def _standing(response: Response, state: SaveState) -> Saved:
    return Saved(state, response.version, response.answer, response.is_flagged)


# --- submit -----------------------------------------------------------------------


@transaction.atomic
def submit_attempt(*, attempt: Attempt, at: datetime, by: Attempt.ClosedBy) -> Attempt:
    """Close the sitting, mark it and, when that finishes the quiz, complete it.

    Safe to call twice, by the learner and the clock at once: the first one counts.
    What is after the deadline is our grace, not the learner's time.
    """
    locked = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("quiz", "enrolment")
        .get(pk=attempt.pk)
    )
    if not locked.is_open:
        return locked
    is_late = locked.due_at is not None and at >= locked.due_at
    locked.score = _mark_responses(locked)
    locked.submitted_at = locked.due_at if is_late else at
    locked.closed_by = Attempt.ClosedBy.CLOCK if is_late else by
    locked.save(update_fields=["score", "submitted_at", "closed_by"])
    if _finishes(locked):
        _complete(locked)
    return locked


def _mark_responses(attempt: Attempt) -> int:
    """Give every response its points; the rows are held, so no save slips between."""
    responses = list(attempt.responses.select_for_update().order_by("position"))
    for response in responses:
        response.points = mark(
            response.definition, response.answer, response.max_points
        )
    Response.objects.bulk_update(responses, ["points"])
    return sum(response.points for response in responses)


def _finishes(attempt: Attempt) -> bool:
    """A quiz is finished by an attempt that passed, or when none is left."""
    allowed = attempt.quiz.attempts_allowed
    return attempt.has_passed or (allowed is not None and attempt.number >= allowed)


def _complete(attempt: Attempt) -> None:
    record_completion(
        enrolment=attempt.enrolment,
        activity=attempt.quiz,
        occasion=str(attempt.uid),
        result=Result(attempt.score, attempt.max_score, attempt.has_passed),
        at=attempt.submitted_at,
        seconds=int((attempt.submitted_at - attempt.started_at).total_seconds()),
    )


def submit_overdue(*, at: datetime) -> int:
    """Submit what the clock has closed, each in its own transaction; returns how many.

    The guarantee behind every deadline: it needs no browser. One attempt that cannot
    be submitted is logged and does not hold up the others.
    """
    submitted = 0
    for attempt in Attempt.objects.overdue(at=at).order_by("due_at", "pk"):
        try:
            submit_attempt(attempt=attempt, at=at, by=Attempt.ClosedBy.CLOCK)
        except Exception:
            logger.exception("attempt %s could not be submitted", attempt.uid)
        else:
            submitted += 1
    return submitted
