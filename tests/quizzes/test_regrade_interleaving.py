"""A correction beside submissions, overrides and itself: one final state, whoever is first."""

import datetime as dt
import os
from itertools import permutations

import pytest
from django.db import transaction
from django.db.models import Sum

from progress.models import Completion
from quizzes.marks.overrides import override_points
from quizzes.marks.regrading import correct_key, regrade
from quizzes.models import Attempt, Override, Regrade, Response
from quizzes.services import start_attempt, submit_attempt
from tests.parallel import at_once
from tests.quizzes.factories import sitting
from tests.quizzes.marks import NOW, choose, hand_in, trainer, with_key

LATER = NOW + dt.timedelta(hours=1)
LEARNER, CLOCK = Attempt.ClosedBy.LEARNER, Attempt.ClosedBy.CLOCK


class Room:
    """A learner with one sitting handed in and one running, answered by the new key."""

    def __init__(self) -> None:
        self.quiz = sitting(kinds=("single",) * 2, attempts_allowed=2, pass_mark=100)
        self.teacher = trainer()
        first = hand_in(self._start(), choose("Bốn"))
        self.running = self._start()
        self.asked = first.responses.get(position=1).question
        for response in self.running.responses.all():
            words = "Ba" if response.question == self.asked else "Hai"
            response.answer = choose(words)(response.definition)
            response.save(update_fields=["answer"])
        self.by_hand = first.responses.get(position=2)
        self.correction = correct_key(
            question=self.asked,
            revision=with_key(self.asked, "Ba"),
            reason="Thông tư mới",
            by=self.teacher,
            at=NOW,
        )

    def _start(self) -> Attempt:
        room = self.quiz
        return start_attempt(enrolment=room.enrolment, quiz=room.quiz, at=NOW)

    def regrade(self) -> None:
        assert regrade(correction=self.correction, at=LATER) == 0

    def submit(self) -> None:
        submit_attempt(attempt=self.running, at=LATER, by=LEARNER)

    def time_out(self) -> None:
        submit_attempt(attempt=self.running, at=LATER, by=CLOCK)

    def override(self) -> None:
        override_points(
            response=self.by_hand, points=30, reason="Mơ hồ", by=self.teacher, at=LATER
        )

    def outcome(self) -> tuple:
        """What a learner and an office see in the end."""
        attempts = Attempt.objects.order_by("number")
        enrolment = attempts[0].enrolment
        return (
            [a.score for a in attempts],
            list(
                Response.objects.order_by("attempt", "position").values_list(
                    "points", flat=True
                )
            ),
            Completion.objects.standing().filter(passed=True).count(),
            enrolment.passed_at,
            Override.objects.count(),
        )


def sums_are_equal() -> bool:
    rows = Attempt.objects.exclude(score=None).annotate(all=Sum("responses__points"))
    return all(row.score == row.all for row in rows)


ACTS = ("regrade", "submit", "override")


@pytest.mark.django_db
def test_regrade__in_any_order_with_submit_and_override__ends_alike():
    room, outcomes = Room(), set()
    for order in permutations([*ACTS, "regrade"]):
        save = transaction.savepoint()
        for act in order:
            getattr(room, act)()
            assert sums_are_equal()
        outcomes.add(repr(room.outcome()))
        transaction.savepoint_rollback(save)
    assert len(outcomes) == 1
    assert "200" in outcomes.pop()  # the running one passed by the new key


ROUNDS = 100 if os.environ.get("SOAK") else 6


@pytest.mark.django_db(transaction=True)
def test_regrade__at_the_same_moment_as_submit_clock_and_override__ends_alike():
    acts = [*ACTS, "time_out", "regrade"]
    for _round in range(ROUNDS):
        room = Room()
        at_once(*(getattr(room, act) for act in acts))
        room.regrade()  # what a sweep does
        mine = Attempt.objects.filter(enrolment=room.quiz.enrolment).order_by("number")
        assert [a.score for a in mine] == [30, 200]
        assert sums_are_equal()
        passed = Completion.objects.filter(enrolment=room.quiz.enrolment, passed=True)
        assert passed.count() == 1
        # Whoever was first, at most the one row that says so.
        assert Regrade.objects.filter(attempt__in=mine).count() <= 1
        assert Override.objects.filter(response__attempt__in=mine).count() == 1
