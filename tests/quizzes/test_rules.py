"""The rules of a quiz: when it may be sat, how often, and when it is finished."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from lms.celery import app
from progress.learning import NotAllowed, learning_for
from progress.models import Completion
from quizzes.access import is_locked
from quizzes.models import Attempt, ExtraAttempt
from quizzes.services import (
    give_extra_attempt,
    settle_finished,
    settle_quiz,
    settle_used_up,
    start_attempt,
    submit_attempt,
)
from quizzes.tasks import settle_finished as settle_finished_task
from tests.factories import LessonFactory, ModuleFactory, UserFactory
from tests.questions.factories import right_answer, wrong_answer
from tests.quizzes.factories import sitting

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LEARNER = Attempt.ClosedBy.LEARNER
MINUTE = dt.timedelta(minutes=1)
HOUR = 60 * MINUTE


def begin(room, at=NOW):
    return start_attempt(enrolment=room.enrolment, quiz=room.quiz, at=at)


def sit(room, *, right, at=NOW):
    """A whole sitting with so many right answers."""
    attempt = begin(room, at=at)
    for response in attempt.responses.order_by("position"):
        know = response.position <= right
        answer = right_answer if know else wrong_answer
        response.answer = answer(response.definition)
        response.save(update_fields=["answer"])
    return submit_attempt(attempt=attempt, at=at, by=LEARNER)


def change(room, **rules):
    """What a trainer publishes."""
    for name, value in rules.items():
        setattr(room.quiz, name, value)
    room.quiz.save_revision().publish()
    room.quiz.refresh_from_db()


def results():
    rows = Completion.objects.order_by("pk")
    return list(rows.values_list("score", "max_score", "passed"))


# --- when -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        ({"opens_at": NOW + MINUTE}, "Bài mở lúc"),
        ({"closes_at": NOW}, "Bài đã đóng lúc"),
        ({"closes_at": NOW - MINUTE}, "Bài đã đóng lúc"),
    ],
)
def test_start__outside_the_opening_hours__is_refused_in_words(rules, reason):
    room = sitting(**rules)
    with pytest.raises(NotAllowed, match=reason):
        begin(room)


def test_start__from_the_moment_it_opens__begins():
    assert begin(sitting(opens_at=NOW, closes_at=NOW + HOUR)).is_open


@pytest.mark.parametrize(
    ("limit", "closes_in", "minutes"), [(30, 20, 20), (30, 60, 30), (None, 60, 60)]
)
def test_deadline__is_the_limit_or_the_closing_whichever_comes_first(
    limit, closes_in, minutes
):
    room = sitting(time_limit_minutes=limit, closes_at=NOW + closes_in * MINUTE)
    assert begin(room).due_at == NOW + minutes * MINUTE


def test_closing__is_not_moved_by_a_persons_allowance():
    learner = UserFactory(time_allowance=200)
    room = sitting(learner=learner, time_limit_minutes=30, closes_at=NOW + 45 * MINUTE)
    assert begin(room).due_at == NOW + 45 * MINUTE


def test_wait__between_two_sittings__is_asked_for_and_ends():
    room = sitting(wait_minutes=60)
    sit(room, right=0)
    with pytest.raises(NotAllowed, match="Lần làm tiếp theo mở lúc"):
        begin(room, at=NOW + 59 * MINUTE)
    assert begin(room, at=NOW + HOUR).number == 2


# --- how often --------------------------------------------------------------------


def test_exam__is_sat_once_whatever_the_number_says():
    room = sitting(is_exam=True, attempts_allowed=3)
    sit(room, right=0)
    assert results() == [(0, 300, False)]
    with pytest.raises(NotAllowed, match="hết số lần"):
        begin(room)


def test_extra_attempt__lets_one_learner_sit_again_and_the_better_result_stands():
    room = sitting(attempts_allowed=1)
    sit(room, right=1)
    by = UserFactory()
    give_extra_attempt(
        enrolment=room.enrolment, quiz=room.quiz, by=by, reason="Mất điện", at=NOW
    )
    sit(room, right=3, at=NOW + HOUR)
    assert results() == [(100, 300, False), (300, 300, True)]
    room.enrolment.refresh_from_db()
    assert room.enrolment.passed_at == NOW + HOUR
    given = ExtraAttempt.objects.get()
    assert (given.given_by, given.given_at, given.reason) == (by, NOW, "Mất điện")


def test_extra_attempt__failed_worse__leaves_the_best_result():
    room = sitting(attempts_allowed=1)
    sit(room, right=1)
    give_extra_attempt(
        enrolment=room.enrolment,
        quiz=room.quiz,
        by=UserFactory(),
        reason="Máy hỏng",
        at=NOW,
    )
    sit(room, right=0, at=NOW + HOUR)
    assert results()[-1] == (100, 300, False)


@pytest.mark.parametrize(
    ("rules", "reason"), [({"attempts_allowed": 1}, " "), ({}, "Mất điện")]
)
def test_extra_attempt__without_reason_or_without_a_limit__is_refused(rules, reason):
    room = sitting(**rules)
    with pytest.raises(ValidationError):
        give_extra_attempt(
            enrolment=room.enrolment,
            quiz=room.quiz,
            by=UserFactory(),
            reason=reason,
            at=NOW,
        )
    assert not ExtraAttempt.objects.exists()


# --- which one counts -------------------------------------------------------------


@pytest.mark.parametrize(
    ("counting", "first", "second", "recorded"),
    [
        ("best", 1, 0, [(100, 300, False)]),
        ("last", 1, 0, [(0, 300, False)]),
        ("first", 1, 3, [(100, 300, False)]),
        ("average", 1, 2, [(150, 300, True)]),
        ("average", 1, 1, [(100, 300, False)]),
    ],
)
def test_two_sittings__the_result_that_counts_is_recorded(
    counting, first, second, recorded
):
    room = sitting(counting=counting, attempts_allowed=2, pass_mark=50)
    sit(room, right=first)
    sit(room, right=second, at=NOW + HOUR)
    assert results() == recorded


def test_average__one_good_sitting_that_does_not_lift_it__may_be_followed_by_another():
    room = sitting(counting="average", pass_mark=90, attempts_allowed=3)
    sit(room, right=0)
    assert sit(room, right=3, at=NOW + HOUR).has_passed
    assert results() == []
    assert begin(room, at=NOW + 2 * HOUR).number == 3


def test_settle__again__records_nothing_new():
    room = sitting(attempts_allowed=1)
    sit(room, right=3)
    for _ in range(2):
        settle_quiz(enrolment=room.enrolment, quiz=room.quiz, at=NOW + HOUR)
    assert results() == [(300, 300, True)]


# --- nothing left to sit ----------------------------------------------------------


def test_lowered_limit__finishes_those_who_used_it_up():
    used, fresh = sitting(attempts_allowed=3), sitting(attempts_allowed=3)
    for _ in range(2):
        sit(used, right=1)
    sit(fresh, right=1)
    change(used, attempts_allowed=2)
    assert settle_finished(quiz=used.quiz, at=NOW + HOUR) == 1
    assert settle_finished(quiz=used.quiz, at=NOW + HOUR) == 0
    completion = Completion.objects.get()
    assert (completion.enrolment, completion.passed) == (used.enrolment, False)
    assert completion.completed_at == NOW + HOUR


def test_sweep__finishes_what_a_limit_or_a_closing_ended_and_nothing_else():
    lowered, closed, running, left = (
        sitting(attempts_allowed=2),
        sitting(closes_at=NOW + HOUR),
        sitting(attempts_allowed=2),
        sitting(attempts_allowed=2),
    )
    for room in (lowered, closed, running, left):
        sit(room, right=0)
    begin(running)
    for room in (lowered, running):
        type(room.quiz).objects.filter(pk=room.quiz.pk).update(attempts_allowed=1)
    assert settle_used_up(at=NOW + MINUTE) == 1
    assert settle_used_up(at=NOW + HOUR) == 1
    assert settle_used_up(at=NOW + HOUR) == 0
    finished = set(Completion.objects.values_list("enrolment", flat=True))
    assert finished == {lowered.enrolment.pk, closed.enrolment.pk}


def test_sweep__an_extra_attempt_that_was_not_used__keeps_the_quiz_open():
    room = sitting(attempts_allowed=2)
    sit(room, right=0)
    give_extra_attempt(
        enrolment=room.enrolment, quiz=room.quiz, by=UserFactory(), reason="x", at=NOW
    )
    type(room.quiz).objects.update(attempts_allowed=1)
    assert settle_used_up(at=NOW) == 0


def test_sweep__a_result_that_was_voided__is_not_given_again():
    room = sitting(attempts_allowed=1)
    sit(room, right=0)
    Completion.objects.update(voided_at=NOW)
    assert settle_used_up(at=NOW + HOUR) == 0
    assert Completion.objects.count() == 1


def test_publish__of_another_rule__queues_the_settling_by_name(
    django_capture_on_commit_callbacks, monkeypatch
):
    queued = []
    monkeypatch.setattr(app, "send_task", lambda name, args: queued.append(name))
    room = sitting(attempts_allowed=2)
    sit(room, right=0)
    with django_capture_on_commit_callbacks(execute=True):
        change(room, attempts_allowed=1)
    assert "quizzes.settle_finished" in queued
    settle_finished_task(room.quiz.pk)
    assert results() == [(0, 300, False)]


# --- essays -----------------------------------------------------------------------


def essay_room(**rules):
    return sitting(kinds=("single", "essay"), **rules)


def test_submit__with_an_essay__waits_for_its_marks():
    room = essay_room(attempts_allowed=2)
    done = sit(room, right=2)
    assert (done.score, done.waits_for_marks, results()) == (None, True, [])
    points = dict(done.responses.values_list("definition__kind", "points"))
    assert points == {"single": 100, "essay": None}
    assert all(done.responses.values_list("is_closed", flat=True))
    with pytest.raises(NotAllowed, match="chờ chấm"):
        begin(room, at=NOW + HOUR)


def test_submit__with_an_essay_not_written__needs_nobody():
    room = essay_room(attempts_allowed=1)
    done = submit_attempt(attempt=begin(room), at=NOW, by=LEARNER)
    assert (done.score, results()) == (0, [(0, 200, False)])


def test_essay_marked__the_result_is_recorded_once_it_is_known():
    room = essay_room(attempts_allowed=1)
    done = sit(room, right=2)
    assert settle_quiz(enrolment=room.enrolment, quiz=room.quiz, at=NOW) is None
    Attempt.objects.filter(pk=done.pk).update(score=180)
    settle_quiz(enrolment=room.enrolment, quiz=room.quiz, at=NOW + HOUR)
    assert results() == [(180, 200, True)]


# --- the lock ---------------------------------------------------------------------


def test_lock__is_the_one_of_the_course():
    room = sitting(opens_last=True)
    module = ModuleFactory(course=room.course)
    LessonFactory(module=module)
    room.quiz.refresh_from_db()

    def both():
        learning = learning_for(room.enrolment.learner, room.quiz, NOW)
        return is_locked(room.quiz, enrolment=room.enrolment), learning.is_locked(
            room.quiz
        )

    assert both() == (True, True)
    lesson = room.course.get_descendants().last().specific
    Completion.objects.create(
        enrolment=room.enrolment, activity=lesson, occasion="1", completed_at=NOW
    )
    assert both() == (False, False)
    Completion.objects.update(voided_at=NOW)
    assert both() == (True, True)
    Completion.objects.create(
        enrolment=room.enrolment, activity=room.quiz, occasion="1", completed_at=NOW
    )
    assert both() == (False, False)


# --- the editor -------------------------------------------------------------------


@pytest.mark.parametrize(
    "rules",
    [
        {"opens_at": NOW, "closes_at": NOW},
        {"feedback_when": "closed"},
    ],
)
def test_rules_that_contradict_each_other__are_told_in_words(rules):
    quiz = sitting().quiz
    for name, value in rules.items():
        setattr(quiz, name, value)
    with pytest.raises(ValidationError) as told:
        quiz.full_clean()
    assert "closes_at" in told.value.message_dict
