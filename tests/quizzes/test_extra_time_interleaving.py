"""More time given while the clock, the learner and another click are at it."""

import datetime as dt
import os
from random import Random
from uuid import uuid4

import pytest
from django.utils import timezone

from quizzes.models import Attempt, ExtraTime
from quizzes.querysets import grace
from quizzes.services import (
    give_extra_time,
    start_attempt,
    submit_attempt,
    submit_overdue,
)
from tests.factories import EnrolmentFactory, UserFactory
from tests.parallel import at_once
from tests.quizzes.factories import sitting

NOW = timezone.now()
END = NOW + dt.timedelta(minutes=1)
LATE = END + grace()
ROUNDS = 100 if os.environ.get("SOAK") else 8
MINUTES = 10


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(ROUNDS))
def test_time_and_the_clock__in_any_order__give_it_once_or_say_why_not(seed):
    room = sitting(kinds=("single",), time_limit_minutes=1)
    group, teacher, key = room.enrolment.training_class, UserFactory(), uuid4()
    people = [room.enrolment, *EnrolmentFactory.create_batch(3, training_class=group)]
    attempts = [start_attempt(enrolment=e, quiz=room.quiz, at=NOW) for e in people]

    def give():
        return give_extra_time(
            attempts=attempts,
            minutes=MINUTES,
            reason="Mất điện",
            key=key,
            by=teacher,
            at=LATE,
        )

    calls = {
        "time": give,
        "clicked twice": give,
        "sweep": lambda: submit_overdue(at=LATE),
        "page": lambda: submit_attempt(attempt=attempts[0], at=LATE, by="clock"),
    }
    names = Random(seed).sample(list(calls), len(calls))
    said = dict(zip(names, at_once(*(calls[name] for name in names)), strict=True))
    given = set(ExtraTime.objects.values_list("attempt", flat=True))
    for attempt in Attempt.objects.all():
        # Given time and running, or closed at its old end: never both, never neither.
        assert attempt.is_open == (attempt.pk in given)
        if attempt.is_open:
            assert attempt.due_at == LATE + dt.timedelta(minutes=MINUTES)
        else:
            assert (attempt.due_at, attempt.submitted_at) == (END, END)
    assert ExtraTime.objects.count() == len(given)
    told = {
        a.pk for done in (said["time"], said["clicked twice"]) for a, _ in done.skipped
    }
    assert told == {attempt.pk for attempt in attempts} - given
