"""A pass whose key was corrected since: no later sitting writes a fail over it."""

import datetime as dt

import pytest

from progress.models import Completion
from questions.models import Question
from quizzes.marks.overrides import override_points
from quizzes.marks.regrading import decide, undecided
from quizzes.models import Regrade
from quizzes.services import settle_used_up, start_attempt
from tests.factories import UserFactory
from tests.quizzes.factories import sitting
from tests.quizzes.marks import NOW, choose, correct, hand_in, sit, state_of, trainer

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(hours=1)


def room_with_a_pass_lost(**rules):
    """Who passed by the old key, and by the new one has not."""
    room = sitting(kinds=("single",), **({"attempts_allowed": 2} | rules))
    sit(room, choose("Hai"))
    correct(Question.objects.get(), "Ba", by=trainer(), at=NOW)
    return room


def say(decision) -> None:
    decide(
        regrade=undecided().get(),
        decision=decision,
        reason="Đề sai",
        by=UserFactory(),
        at=LATER,
    )


def sit_again(room, words: str):
    attempt = start_attempt(enrolment=room.enrolment, quiz=room.quiz, at=LATER)
    return hand_in(attempt, choose(words), at=LATER)


@pytest.mark.parametrize("counting", ["best", "last", "average"])
@pytest.mark.parametrize("is_decided", [True, False])
def test_submit__failed_after_a_pass_that_stands__records_nothing(counting, is_decided):
    room = room_with_a_pass_lost(counting=counting)
    if is_decided:
        say(Regrade.Decision.KEPT)
    before = state_of(Completion)
    failed = sit_again(room, "Bốn")
    assert (failed.is_open, failed.has_passed) == (False, False)
    assert state_of(Completion) == before
    assert Completion.objects.get().passed
    assert settle_used_up(at=LATER) == 0
    room.enrolment.refresh_from_db()
    assert room.enrolment.passed_at == NOW


def test_submit__failed_after_a_pass_kept_by_hand__records_nothing():
    room = sitting(kinds=("single",), attempts_allowed=2)
    attempt = sit(room, choose("Hai"))
    override_points(
        response=attempt.responses.get(),
        points=0,
        reason="Chép bài",
        by=trainer(),
        at=NOW,
        withdraws=False,
    )
    sit_again(room, "Bốn")
    assert Completion.objects.get().passed


def test_submit__failed_after_a_pass_was_withdrawn__is_recorded():
    room = room_with_a_pass_lost()
    say(Regrade.Decision.WITHDRAWN)
    sit_again(room, "Bốn")
    assert Completion.objects.standing().get().passed is False


def test_submit__passed_after_a_pass_that_stands__is_recorded_too():
    room = room_with_a_pass_lost()
    again = sit_again(room, "Ba")
    newest = Completion.objects.order_by("pk").last()
    assert (newest.passed, newest.occasion) == (True, str(again.uid))
