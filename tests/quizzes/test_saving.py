"""The protocol of a save: keys, versions, the deadline, and real races."""

import datetime as dt
from random import Random
from uuid import uuid4

import pytest
from django.utils import timezone

from progress.models import Completion
from quizzes.models import Attempt, Response
from quizzes.querysets import grace
from quizzes.services import (
    SaveState,
    save_answer,
    start_attempt,
    submit_attempt,
    submit_overdue,
)
from tests.factories import UserFactory
from tests.parallel import at_once
from tests.questions.factories import right_answer, wrong_answer
from tests.quizzes.factories import sitting

NOW = timezone.now()
SECOND = dt.timedelta(seconds=1)
LEARNER, CLOCK = Attempt.ClosedBy.LEARNER, Attempt.ClosedBy.CLOCK
A, B = {"choice": "a"}, {"choice": "b"}


def open_response(**rules) -> Response:
    room = sitting(kinds=("single",), **rules)
    attempt = start_attempt(enrolment=room.enrolment, quiz=room.quiz, at=NOW)
    return attempt.responses.get()


def save(response, answer, based_on, *, key=None, at=NOW, learner=None, flag=False):
    return save_answer(
        response_uid=response.uid,
        learner=learner or response.attempt.enrolment.learner,
        answer=answer,
        is_flagged=flag,
        key=key or uuid4(),
        based_on=based_on,
        at=at,
    )


@pytest.mark.django_db
class TestProtocol:
    def test_save__raises_the_version_by_one(self):
        response = open_response()
        assert save(response, A, 0).version == 1
        saved = save(response, B, 1, flag=True)
        assert (saved.state, saved.version) == (SaveState.SAVED, 2)
        response.refresh_from_db()
        assert (response.answer, response.is_flagged, response.version) == (B, True, 2)
        assert response.saved_at == NOW

    def test_save__repeated_with_its_key__is_answered_the_same(self):
        response, key = open_response(), uuid4()
        first = save(response, A, 0, key=key)
        assert save(response, A, 0, key=key) == first
        response.refresh_from_db()
        assert response.version == 1

    def test_save__on_an_older_version__never_overwrites_and_tells_what_stands(self):
        response = open_response()
        save(response, A, 0)
        stale = save(response, B, 0)
        assert (stale.state, stale.version, stale.answer) == (SaveState.STALE, 1, A)
        response.refresh_from_db()
        assert response.answer == A

    def test_save__the_same_key_with_another_answer__is_not_taken_for_a_repeat(self):
        response, key = open_response(), uuid4()
        save(response, A, 0, key=key)
        assert save(response, B, 0, key=key).state == SaveState.STALE

    def test_save__what_stands_already__is_saved_from_any_tab(self):
        response = open_response()
        save(response, A, 0)
        assert save(response, A, 0).state == SaveState.SAVED

    def test_save__within_the_grace__counts_and_after_it_not(self):
        response = open_response(time_limit_minutes=1)
        end = NOW + 60 * SECOND
        assert save(response, A, 0, at=end + grace() - SECOND).state == SaveState.SAVED
        late = save(response, B, 1, at=end + grace())
        assert (late.state, late.answer) == (SaveState.CLOSED, A)

    def test_save__after_submission__is_closed_but_its_repeat_still_acknowledged(self):
        response, key = open_response(), uuid4()
        save(response, A, 0, key=key)
        submit_attempt(attempt=response.attempt, at=NOW, by=LEARNER)
        assert save(response, B, 1).state == SaveState.CLOSED
        assert save(response, A, 0, key=key).state == SaveState.SAVED

    def test_save__to_somebody_elses_response__does_not_exist(self):
        with pytest.raises(Response.DoesNotExist):
            save(open_response(), A, 0, learner=UserFactory())

    def test_save__cleared_answer__is_an_answer_taken_back(self):
        response = open_response()
        save(response, A, 0)
        save(response, None, 1)
        response.refresh_from_db()
        assert (response.answer, response.version) == (None, 2)
        assert not any(r.is_answered for r in Response.objects.outlined())


@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_many_saves_on_one_version__exactly_one_wins(self):
        response = open_response()
        learner = response.attempt.enrolment.learner
        answers = [{"choice": str(n)} for n in range(6)]
        said = at_once(
            *(lambda a=a: save(response, a, 0, learner=learner) for a in answers)
        )
        winners = [s for s in said if s.state == SaveState.SAVED]
        response.refresh_from_db()
        assert len(winners) == 1
        assert (response.version, response.answer) == (1, winners[0].answer)

    def test_one_key_sent_many_times_at_once__is_written_once(self):
        response, key = open_response(), uuid4()
        learner = response.attempt.enrolment.learner
        at_once(
            *(lambda: save(response, A, 0, key=key, learner=learner) for _ in range(6))
        )
        response.refresh_from_db()
        assert (response.version, response.answer) == (1, A)

    def test_start_clicked_many_times__is_one_attempt(self):
        room = sitting()
        attempts = at_once(
            *(
                lambda: start_attempt(enrolment=room.enrolment, quiz=room.quiz, at=NOW)
                for _ in range(5)
            )
        )
        assert len({attempt.pk for attempt in attempts}) == 1
        assert Attempt.objects.count() == 1

    def test_submitted_many_times__completes_once(self):
        response = open_response()
        attempt = response.attempt
        save(response, right_answer(response.definition), 0)
        done = at_once(
            *(
                lambda by=by: submit_attempt(attempt=attempt, at=NOW, by=by)
                for by in [LEARNER, CLOCK] * 3
            )
        )
        assert {(a.score, a.submitted_at) for a in done} == {(100, NOW)}
        assert Completion.objects.count() == 1

    @pytest.mark.parametrize("seed", range(8))
    def test_save_submit_and_deadline_interleaved__what_was_acknowledged_was_marked(
        self, seed
    ):
        response = open_response(time_limit_minutes=1)
        attempt, learner = response.attempt, response.attempt.enrolment.learner
        right, wrong = (
            right_answer(response.definition),
            wrong_answer(response.definition),
        )
        end = NOW + 60 * SECOND

        def typing():
            """A page that saves one answer after the other until it is closed."""
            version, stood = 0, None
            for n in range(6):
                said = save(
                    response, [wrong, right][n % 2], version, learner=learner, at=end
                )
                if said.state != SaveState.SAVED:
                    break
                version, stood = said.version, said.answer
            return stood

        calls = [
            typing,
            lambda: submit_attempt(attempt=attempt, at=end, by=LEARNER),
            lambda: submit_overdue(at=end + grace()),
        ]
        order = list(range(3))
        Random(seed).shuffle(order)
        said = dict(zip(order, at_once(*(calls[n] for n in order)), strict=True))
        response.refresh_from_db()
        attempt.refresh_from_db()
        assert (
            response.answer == said[0]
        )  # nothing acknowledged was lost, nothing slipped in
        assert (
            response.points == attempt.score == (100 if response.answer == right else 0)
        )
        assert Completion.objects.count() == (1 if attempt.has_passed else 0)
