"""Keeping answers: the protocol between a page that retries and rows that count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from accounts.models import User
from questions.kinds import Answer
from quizzes.models import Attempt, Response


class SaveState(StrEnum):
    SAVED = "saved"  # what was sent stands
    STALE = "stale"  # something newer stands; nothing was written
    FINAL = "final"  # checked or passed by: no longer open to change
    CLOSED = "closed"  # submitted, or the time and the grace are over


@dataclass(frozen=True)
class Given:
    """An answer that a page sent; `based_on` is the version the page was looking at.

    `response` with its attempt, as it was read in this request.
    """

    response: Response
    answer: Answer
    is_flagged: bool
    based_on: int

    @property
    def is_same(self) -> bool:
        """What is sent is what stands already."""
        standing = self.response
        is_flag = standing.is_flagged == self.is_flagged
        return is_flag and standing.answer == self.answer


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
    """Keep one answer. Raises Response.DoesNotExist for what is not the learner's."""
    response = Response.objects.select_related("attempt").get(
        uid=response_uid, attempt__enrolment__learner=learner
    )
    given = Given(response, answer, is_flagged, based_on)
    return save_answers(given=[given], key=key, at=at)[0]


def save_answers(*, given: Sequence[Given], key: UUID, at: datetime) -> list[Saved]:
    """Keep the answers of a page, each on its own terms; what stands, in their order.

    `key` names this save, so that a repeated one is recognised; `based_on` lets an
    older page never overwrite. One conditional UPDATE decides, without a lock:
    `is_closed` is set by the submission, which holds the rows while it marks them.
    """
    sent = {row.response.pk: row for row in given if _is_news(row, key=key, at=at)}
    written = (
        Response.objects.write(list(sent.values()), key=key, at=at) if sent else {}
    )
    lost = sent.keys() - written
    fresh = Response.objects.in_bulk(lost) if lost else {}
    saved = []
    for row in given:
        pk = row.response.pk
        if pk in written:
            news = row.answer, row.is_flagged
            saved.append(Saved(SaveState.SAVED, row.based_on + 1, *news))
        else:
            saved.append(_standing(row, fresh.get(pk, row.response), key=key, at=at))
    return saved


def _is_news(row: Given, *, key: UUID, at: datetime) -> bool:
    return not row.is_same and not row.response.attempt.is_shut(at=at)


def _standing(row: Given, response: Response, *, key: UUID, at: datetime) -> Saved:
    """Why nothing was written, and what stands instead."""
    now = Given(response, row.answer, row.is_flagged, row.based_on)
    attempt = row.response.attempt
    if now.is_same and (response.last_key == key or not attempt.is_shut(at=at)):
        state = SaveState.SAVED
    elif attempt.is_shut(at=at):
        state = SaveState.CLOSED
    elif response.is_closed:
        still_runs = type(attempt).objects.open().filter(pk=attempt.pk).exists()
        state = SaveState.FINAL if still_runs else SaveState.CLOSED
    else:
        state = SaveState.STALE
    return Saved(state, response.version, response.answer, response.is_flagged)


def close_response(*, response: Response) -> None:
    """Make an answer final while the sitting goes on: the learner had it checked."""
    Response.objects.filter(pk=response.pk, is_closed=False).update(is_closed=True)


def pass_by(*, attempt: Attempt, before: int) -> None:
    """Make final what stands before a position, where learners only go on."""
    passed = attempt.responses.filter(position__lt=before, is_closed=False)
    passed.update(is_closed=True)
