"""Points put right by a person: with a reason, a trace, and no pass lost by accident."""

import datetime as dt

import pytest
from django.db.models import Sum

from progress.models import Completion
from quizzes.marks.overrides import PassAtStake, override_points
from quizzes.marks.trace import trace_of
from quizzes.models import Attempt, Override, Response
from quizzes.services import start_attempt
from tests.questions.factories import right_answer, wrong_answer
from tests.quizzes.factories import sitting
from tests.quizzes.marks import NOW, correct, sit, state_of, trainer

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(hours=1)


def override(response, points, *, by, **changes):
    rest = {"reason": "Câu hỏi có hai cách hiểu", "at": LATER} | changes
    return override_points(response=response, points=points, by=by, **rest)


def test_override__settles_the_score_and_leaves_a_trace():
    attempt = sit(sitting(kinds=("single",) * 2), wrong_answer)
    response, teacher = attempt.responses.first(), trainer()
    row = override(response, 55, by=teacher)
    attempt.refresh_from_db()
    assert attempt.score == 55
    assert (row.points_before, row.points_after, row.at) == (0, 55, LATER)
    (step,) = trace_of(response, reader=teacher)
    assert (step.points, step.words, step.by) == (55, row.reason, teacher.full_name)


def test_override__twice__is_once():
    attempt = sit(sitting(), wrong_answer)
    teacher = trainer()
    first = override(attempt.responses.first(), 50, by=teacher)
    assert override(attempt.responses.first(), 50, by=teacher) == first
    assert Override.objects.count() == 1


def test_override__who_passes_by_it__is_completed_at_once():
    room = sitting(kinds=("single",), attempts_allowed=1)
    attempt = sit(room, wrong_answer)
    row = override(attempt.responses.get(), 100, by=trainer())
    newest = Completion.objects.order_by("pk").last()
    assert (newest.passed, newest.occasion) == (True, f"override {row.pk}")
    room.enrolment.refresh_from_db()
    assert room.enrolment.passed_at == LATER


def test_override__a_pass_at_stake__writes_nothing_until_it_is_said():
    room = sitting(kinds=("single",), attempts_allowed=1)
    attempt = sit(room, right_answer)
    before = state_of(Attempt, Response, Override, Completion)
    with pytest.raises(PassAtStake):
        override(attempt.responses.get(), 0, by=trainer())
    assert state_of(Attempt, Response, Override, Completion) == before


@pytest.mark.parametrize("withdraws", [True, False])
def test_override__a_pass_lost__goes_as_the_person_says(withdraws):
    room = sitting(kinds=("single",), attempts_allowed=1)
    attempt = sit(room, right_answer)
    override(attempt.responses.get(), 0, by=trainer(), withdraws=withdraws)
    attempt.refresh_from_db()
    room.enrolment.refresh_from_db()
    assert attempt.score == 0
    assert Completion.objects.standing().order_by("pk").last().passed is not withdraws
    assert (room.enrolment.passed_at is None) is withdraws


def test_override__a_pass_kept__survives_what_comes_after():
    room = sitting(kinds=("single",), attempts_allowed=1)
    attempt = sit(room, right_answer)
    teacher = trainer()
    override(attempt.responses.get(), 0, by=teacher, withdraws=False)
    override(attempt.responses.get(), 10, by=teacher)
    correct(attempt.responses.get().question, "Ba", by=teacher, at=LATER)
    assert Completion.objects.standing().get().passed


@pytest.mark.parametrize("points", [-1, 101])
def test_override__outside_the_question__is_refused(points):
    attempt = sit(sitting(), wrong_answer)
    with pytest.raises(ValueError, match="maximum"):
        override(attempt.responses.first(), points, by=trainer())


def test_override__a_running_attempt__is_refused():
    room = sitting()
    attempt = start_attempt(enrolment=room.enrolment, quiz=room.quiz, at=NOW)
    with pytest.raises(ValueError, match="submitted"):
        override(attempt.responses.first(), 50, by=trainer())


def test_override__sums_always_equal():
    attempt = sit(sitting(kinds=("single",) * 3), right_answer)
    teacher = trainer()
    for response, points in zip(attempt.responses.all(), (33, 67, 99), strict=True):
        override(response, points, by=teacher)
    attempt.refresh_from_db()
    assert attempt.score == attempt.responses.aggregate(all=Sum("points"))["all"] == 199
