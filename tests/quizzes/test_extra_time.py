"""More time for running attempts: what moves, what does not, and what is said."""

import datetime as dt
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from quizzes.models import Attempt, ExtraTime
from quizzes.querysets import grace
from quizzes.services import (
    SaveState,
    give_extra_time,
    save_answer,
    start_attempt,
    submit_attempt,
    submit_overdue,
)
from tests.factories import EnrolmentFactory, UserFactory
from tests.questions.factories import right_answer
from tests.quizzes.factories import sitting

pytestmark = pytest.mark.django_db
NOW = timezone.now()
MINUTE = dt.timedelta(minutes=1)


def begin(room, *, enrolment=None, at=NOW) -> Attempt:
    enrolment = enrolment or room.enrolment
    return start_attempt(enrolment=enrolment, quiz=room.quiz, at=at)


def give(*attempts, minutes=15, reason="Mất điện", key=None, at=NOW, by=None):
    return give_extra_time(
        attempts=attempts,
        minutes=minutes,
        reason=reason,
        key=key or uuid4(),
        by=by or UserFactory(),
        at=at,
    )


def due(attempt) -> dt.datetime:
    attempt.refresh_from_db()
    return attempt.due_at


def test_time__given_to_a_running_attempt__moves_its_end_and_is_on_record():
    attempt = begin(sitting(time_limit_minutes=30))
    teacher = UserFactory()
    give(attempt, by=teacher)
    row = ExtraTime.objects.get()
    assert due(attempt) == NOW + 45 * MINUTE == row.due_at
    assert (row.minutes, row.reason, row.given_by) == (15, "Mất điện", teacher)
    give(attempt, minutes=5)
    assert due(attempt) == NOW + 50 * MINUTE


def test_time__past_the_closing_of_the_quiz__is_a_persons_decision():
    room = sitting(closes_at=NOW + 10 * MINUTE)
    attempt = begin(room)
    give(attempt)
    late = NOW + 20 * MINUTE
    assert submit_overdue(at=late) == 0
    response = attempt.responses.first()
    said = save_answer(
        response_uid=response.uid,
        learner=room.enrolment.learner,
        answer=right_answer(response.definition),
        is_flagged=False,
        key=uuid4(),
        based_on=0,
        at=late,
    )
    assert said.state == SaveState.SAVED


def test_time__when_it_is_over_but_nothing_submitted__counts_from_now():
    attempt = begin(sitting(time_limit_minutes=10))
    later = NOW + 25 * MINUTE  # the server was down with the room
    give(attempt, at=later)
    assert due(attempt) == later + 15 * MINUTE
    assert submit_overdue(at=later) == 0


def test_time__of_the_same_form_twice__is_given_once():
    room = sitting(time_limit_minutes=30)
    attempt, key = begin(room), uuid4()
    first, again = give(attempt, key=key), give(attempt, key=key)
    assert due(attempt) == NOW + 45 * MINUTE
    assert [row.pk for row in again.given] == [row.pk for row in first.given]
    other = EnrolmentFactory(training_class=room.enrolment.training_class)
    newcomer = begin(room, enrolment=other)
    give(attempt, newcomer, key=key)
    assert due(newcomer) == NOW + 30 * MINUTE


def test_time__what_is_left_out__is_told_with_the_reason():
    room = sitting(time_limit_minutes=30)
    group = room.enrolment.training_class
    running, handed_in, timed_out = (
        begin(room, enrolment=EnrolmentFactory(training_class=group)) for _ in range(3)
    )
    submit_attempt(attempt=handed_in, at=NOW, by="learner")
    Attempt.objects.filter(pk=timed_out.pk).update(due_at=NOW - grace())
    submit_overdue(at=NOW)
    free = begin(sitting())
    done = give(running, handed_in, timed_out, free)
    assert [row.attempt for row in done.given] == [running]
    reasons = {attempt.pk: why for attempt, why in done.skipped}
    assert reasons[handed_in.pk] == "đã nộp bài"
    assert "cho làm thêm lượt" in reasons[timed_out.pk]
    assert "không giới hạn" in reasons[free.pk]
    assert due(free) is None
    assert due(handed_in) == NOW + 30 * MINUTE


@pytest.mark.parametrize(
    "wrong", [{"minutes": 0}, {"minutes": 181}, {"minutes": -5}, {"reason": "  "}]
)
def test_time__without_reason_or_out_of_range__is_refused(wrong):
    attempt = begin(sitting(time_limit_minutes=30))
    with pytest.raises(ValidationError):
        give(attempt, **wrong)
    assert due(attempt) == NOW + 30 * MINUTE
    assert not ExtraTime.objects.exists()


def test_clock__that_found_an_attempt_before_it_was_given_time__leaves_it_alone():
    room = sitting(time_limit_minutes=10)
    attempt = begin(room)
    later = NOW + 10 * MINUTE + grace()
    found = Attempt.objects.overdue(at=later).get()
    give(attempt, at=later)
    assert submit_attempt(attempt=found, at=later, by="clock").is_open
    assert begin(room, at=later) == attempt
