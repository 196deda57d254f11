"""Two tabs saving pages, the learner submitting, the clock and the sweep, all at once.

Whatever the order: what was acknowledged is what was marked, and one completion at
most. A few orders here, a hundred in `make soak`.
"""

import datetime as dt
import os
from random import Random
from uuid import uuid4

import pytest
from django.utils import timezone

from progress.models import Completion
from quizzes.models import Attempt, Response
from quizzes.querysets import grace
from quizzes.services import (
    Given,
    SaveState,
    pass_by,
    save_answers,
    settle_used_up,
    start_attempt,
    submit_attempt,
    submit_overdue,
)
from tests.parallel import at_once
from tests.questions.factories import right_answer, wrong_answer
from tests.quizzes.factories import sitting

NOW = timezone.now()
END = NOW + dt.timedelta(minutes=1)
ROUNDS = 100 if os.environ.get("SOAK") else 8
QUESTIONS = 4


def tab(attempt: Attempt, rng: Random) -> dict[int, tuple[int, object]]:
    """A page that saves until it is refused; the last acknowledged by response."""
    told = {}
    for _ in range(6):
        rows = list(attempt.responses.select_related("attempt").order_by("position"))
        given = [
            Given(row, _answer(row, rng), rng.random() < 0.2, row.version)
            for row in rng.sample(rows, rng.randint(1, QUESTIONS))
        ]
        saved = save_answers(given=given, key=uuid4(), at=END)
        for row, said in zip(given, saved, strict=True):
            if said.state == SaveState.SAVED:
                told[row.response.pk] = (said.version, said.answer)
        if any(said.state == SaveState.CLOSED for said in saved):
            break
    return told


def _answer(row: Response, rng: Random):
    answers = [right_answer(row.definition), wrong_answer(row.definition), None]
    return rng.choice(answers)


def newest(*tabs) -> dict[int, tuple[int, object]]:
    """What stands by the acknowledgements: the highest version of each response."""
    every = {pk for told in tabs for pk in told}
    return {
        pk: max((told[pk] for told in tabs if pk in told), key=lambda t: t[0])
        for pk in every
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(ROUNDS))
def test_saves_submission_and_deadline__in_any_order__lose_nothing(seed):
    rng = Random(seed)
    room = sitting(
        kinds=("single",) * QUESTIONS, time_limit_minutes=1, attempts_allowed=1
    )
    attempt = start_attempt(enrolment=room.enrolment, quiz=room.quiz, at=NOW)
    calls = {
        "tab": lambda: tab(attempt, Random(seed)),
        "other tab": lambda: tab(attempt, Random(-seed - 1)),
        "learner": lambda: submit_attempt(
            attempt=attempt, at=END, by=Attempt.ClosedBy.LEARNER
        ),
        "clock": lambda: submit_overdue(at=END + grace()),
        "sweep": lambda: settle_used_up(at=END + grace()),
        "passing": lambda: pass_by(attempt=attempt, before=rng.randint(1, QUESTIONS)),
    }
    names = rng.sample(list(calls), len(calls))
    said = dict(zip(names, at_once(*(calls[name] for name in names)), strict=True))
    attempt.refresh_from_db()
    rows = list(attempt.responses.all())
    stands = newest(said["tab"], said["other tab"])
    assert not attempt.is_open
    assert all(row.is_closed for row in rows)
    for row in rows:
        version, answer = stands.get(row.pk, (0, None))
        assert (row.version, row.answer) == (version, answer)
        assert row.points == (100 if answer == right_answer(row.definition) else 0)
    assert attempt.score == sum(row.points for row in rows)
    completion = Completion.objects.get()
    assert (completion.score, completion.passed) == (attempt.score, attempt.has_passed)
