"""Sửa đáp án: foretold, applied once, and nothing taken back without a person."""

import datetime as dt

import pytest
from django.db.models import Sum

from certificates.models import Certificate
from progress.models import Completion
from questions.models import Question
from quizzes import tasks
from quizzes.marks.forecasting import forecast, key_of
from quizzes.marks.overrides import override_points
from quizzes.marks.regrading import (
    correct_key,
    decide,
    regrade,
    regrade_unfinished,
    rooms_left,
    undecided,
)
from quizzes.models import Attempt, Override, Regrade, Response
from quizzes.services import start_attempt
from tests.factories import UserFactory
from tests.questions.factories import right_answer
from tests.quizzes.factories import sitting
from tests.quizzes.marks import (
    NOW,
    choose,
    correct,
    hand_in,
    sit,
    state_of,
    trainer,
    with_key,
)

pytestmark = pytest.mark.django_db
KEPT, WITHDRAWN = Regrade.Decision.KEPT, Regrade.Decision.WITHDRAWN
LATER = NOW + dt.timedelta(hours=1)
STORED = (Attempt, Response, Regrade, Completion, Override)


def only_question() -> Question:
    return Question.objects.get()


def one_question(**rules):
    """A quiz of one question with the options Hai (right), Ba, Bốn."""
    return sitting(kinds=("single",), **rules)


def test_forecast__says_whom_it_changes_and_writes_nothing():
    room = one_question(attempts_allowed=1)
    loser = sit(room, choose("Hai"))
    winner = sit(room, choose("Ba"), learner=UserFactory())
    sit(room, choose("Bốn"), learner=UserFactory())
    before = state_of(*STORED)
    revision = with_key(only_question(), "Ba", publish=False)
    seen = forecast(
        question=only_question(),
        corrected=key_of(only_question(), revision),
        by=trainer(),
    )
    assert seen.looked_at == 3
    assert {effect.attempt for effect in seen.effects} == {loser, winner}
    assert [effect.attempt for effect in seen.gained] == [winner]
    assert [effect.attempt for effect in seen.lost] == [loser]
    assert state_of(*STORED) == before


def test_correct__what_was_foretold_happens():
    room = one_question(attempts_allowed=1)
    people = [room.enrolment.learner, *(UserFactory() for _ in range(3))]
    for person, words in zip(people, ("Hai", "Ba", "Ba", "Bốn"), strict=True):
        own = None if person == room.enrolment.learner else person
        sit(room, choose(words), learner=own)
    teacher, revision = trainer(), with_key(only_question(), "Ba")
    told = forecast(
        question=only_question(),
        corrected=key_of(only_question(), revision),
        by=teacher,
    )
    correct(only_question(), "Ba", by=teacher)
    done = [
        (r.attempt_id, r.score_before, r.score_after, r.passed_before, r.passed_after)
        for r in Regrade.objects.order_by("attempt")
    ]
    foretold = [
        (e.attempt.pk, e.score_before, e.score_after, e.passed_before, e.passed_after)
        for e in told.effects
    ]
    assert done == sorted(foretold)
    assert len(done) == 3


def test_correct__who_now_passes__is_completed_at_once():
    room = one_question(attempts_allowed=2)
    attempt = sit(room, choose("Ba"))
    assert not Completion.objects.exists()
    correct(only_question(), "Ba", by=trainer(), at=LATER)
    row = Regrade.objects.get()
    completion = Completion.objects.get()
    assert (completion.occasion, completion.passed) == (str(row.uid), True)
    room.enrolment.refresh_from_db()
    attempt.refresh_from_db()
    assert attempt.score == 100
    assert room.enrolment.passed_at == LATER


def test_correct__a_fail_recorded_before__is_followed_by_the_pass():
    room = one_question(attempts_allowed=1)
    sit(room, choose("Ba"))
    assert Completion.objects.get().passed is False
    correct(only_question(), "Ba", by=trainer(), at=LATER)
    newest = Completion.objects.order_by("pk").last()
    assert (Completion.objects.count(), newest.passed) == (2, True)
    room.enrolment.refresh_from_db()
    assert room.enrolment.passed_at == LATER


def test_correct__a_pass_lost__is_never_taken_back_by_itself():
    room = one_question(attempts_allowed=1)
    attempt = sit(room, choose("Hai"))
    room.enrolment.refresh_from_db()
    passed_at = room.enrolment.passed_at
    correct(only_question(), "Ba", by=trainer(), at=LATER)
    attempt.refresh_from_db()
    room.enrolment.refresh_from_db()
    assert (attempt.score, attempt.has_passed) == (0, False)
    assert room.enrolment.passed_at == passed_at
    assert Completion.objects.standing().get().passed
    assert undecided().get().attempt == attempt


def test_decide__kept__leaves_everything_and_closes_the_question():
    room = one_question(attempts_allowed=1)
    sit(room, choose("Hai"))
    teacher = trainer()
    correct(only_question(), "Ba", by=teacher)
    before = state_of(Completion, Attempt)
    row = decide(
        regrade=undecided().get(), decision=KEPT, reason="Đề sai", by=teacher, at=LATER
    )
    assert (row.decision, row.decided_by, row.decided_at) == (KEPT, teacher, LATER)
    assert not undecided().exists()
    assert state_of(Completion, Attempt) == before


def test_decide__withdrawn__voids_the_completion_and_leaves_the_certificate():
    room = one_question(attempts_allowed=1)
    sit(room, choose("Hai"))
    teacher = trainer()
    correct(only_question(), "Ba", by=teacher)
    row = undecided().get()
    for _ in range(2):  # the second time changes nothing
        decide(regrade=row, decision=WITHDRAWN, reason="Sai", by=teacher, at=LATER)
    voided, failed = Completion.objects.order_by("pk")
    assert (voided.passed, voided.voided_at, voided.void_reason) == (True, LATER, "Sai")
    assert (failed.passed, failed.voided_at, failed.occasion) == (
        False,
        None,
        str(row.uid),
    )
    room.enrolment.refresh_from_db()
    assert room.enrolment.passed_at is None
    assert room.enrolment.completed_at is not None  # no sitting is left: he took part


def test_decide__withdrawn_with_a_sitting_left__opens_the_quiz_again():
    room = one_question(attempts_allowed=2)
    sit(room, choose("Hai"))
    correct(only_question(), "Ba", by=trainer())
    decide(
        regrade=undecided().get(),
        decision=WITHDRAWN,
        reason="Sai",
        by=UserFactory(),
        at=LATER,
    )
    room.enrolment.refresh_from_db()
    assert (room.enrolment.completed_at, room.enrolment.ended_at) == (None, None)
    again = hand_in(
        start_attempt(enrolment=room.enrolment, quiz=room.quiz, at=LATER),
        choose("Ba"),
        at=LATER,
    )
    room.enrolment.refresh_from_db()
    assert again.has_passed
    assert room.enrolment.passed_at == LATER
    assert not Certificate.objects.exists()


def test_correct__twice__is_once():
    room = one_question(attempts_allowed=1)
    sit(room, choose("Hai"))
    sit(room, choose("Ba"), learner=UserFactory())
    teacher = trainer()
    correction = correct(only_question(), "Ba", by=teacher)
    before = state_of(*STORED)
    assert regrade(correction=correction, at=LATER) == 0
    again = correct_key(
        question=only_question(),
        revision=correction.revision,
        reason=correction.reason,
        by=teacher,
        at=LATER,
    )
    assert again == correction
    regrade_unfinished(at=LATER)
    assert state_of(*STORED) == before


def test_correct__points_set_by_a_person__survive():
    room = one_question(attempts_allowed=1)
    attempt = sit(room, choose("Ba"))
    response = attempt.responses.get()
    teacher = trainer()
    override_points(
        response=response, points=40, reason="Câu chữ mơ hồ", by=teacher, at=NOW
    )
    correct(only_question(), "Ba", by=teacher, at=LATER)
    response.refresh_from_db()
    attempt.refresh_from_db()
    assert (response.points, attempt.score) == (40, 40)
    assert response.definition["key"] == response.answer["choice"]  # told aright
    assert not Regrade.objects.exists()


def test_correct__a_running_attempt__is_marked_by_the_right_key():
    room = one_question(attempts_allowed=1)
    attempt = start_attempt(enrolment=room.enrolment, quiz=room.quiz, at=NOW)
    correct(only_question(), "Ba", by=trainer())
    done = hand_in(attempt, choose("Ba"))
    assert done.has_passed
    assert not Regrade.objects.exists()


def test_correct__frozen_words_stay__only_the_key_changes():
    room = one_question(attempts_allowed=1)
    attempt = sit(room, choose("Hai"))
    before = attempt.responses.get().definition
    correct(only_question(), "Ba", by=trainer())
    after = attempt.responses.get().definition
    assert {k: v for k, v in after.items() if k != "key"} == {
        k: v for k, v in before.items() if k != "key"
    }
    assert after["key"] != before["key"]


def test_correct__question_reworded_since__is_said_and_left():
    room = one_question(attempts_allowed=1)
    attempt = sit(room, choose("Hai"))
    question = only_question()
    question.definition[0].value["text"].source = "<p>Một câu hỏi khác hẳn?</p>"
    question.save_revision().publish()
    revision = with_key(question, "Ba")
    seen = forecast(
        question=question, corrected=key_of(question, revision), by=trainer()
    )
    assert not seen.effects
    ((response, why),) = seen.mismatches
    assert response.attempt == attempt
    assert "Lời câu hỏi đã đổi" in why
    correct(question, "Ba", by=trainer())
    attempt.refresh_from_db()
    assert attempt.score == 100


def test_correct__a_draft__is_published_by_it():
    room = one_question(attempts_allowed=2)
    sit(room, choose("Ba"))
    draft = with_key(only_question(), "Ba", publish=False)
    assert only_question().live_revision_id != draft.pk
    correct_key(
        question=only_question(), revision=draft, reason="Sai", by=trainer(), at=NOW
    )
    assert only_question().live_revision_id == draft.pk


def test_correct__only_in_the_trainers_own_courses():
    room = one_question(attempts_allowed=1)
    mine = sit(room, choose("Ba"))
    other_room = sitting(kinds=("single",), attempts_allowed=1)
    other_room.quiz.items.update(question=mine.responses.get().question)
    theirs = sit(other_room, choose("Ba"))
    teacher = trainer(room.course)
    question = mine.responses.get().question
    revision = with_key(question, "Ba")
    seen = forecast(question=question, corrected=key_of(question, revision), by=teacher)
    assert (seen.looked_at, seen.elsewhere) == (1, 1)
    correct(question, "Ba", by=teacher)
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.score, theirs.score) == (100, 0)


def test_correct__by_another_trainer_for_another_course__both_are_finished():
    room, other = one_question(attempts_allowed=1), one_question(attempts_allowed=1)
    mine = sit(room, choose("Ba"))
    question = mine.responses.get().question
    other.quiz.items.update(question=question)
    theirs = sit(other, choose("Ba"))
    revision = with_key(question, "Ba")
    people = [trainer(room.course), trainer(other.course)]
    for person in people:
        correct_key(
            question=question, revision=revision, reason="Sai", by=person, at=NOW
        )
    regrade_unfinished(at=LATER)
    for attempt in (mine, theirs):
        attempt.refresh_from_db()
        assert attempt.score == 100


@pytest.mark.parametrize(
    ("rule", "asks"), [("best", False), ("last", False), ("first", True)]
)
def test_correct__by_the_rule_that_counts__only_a_lost_result_is_asked(rule, asks):
    """First sitting right by the old key, the second right by the new one."""
    room = one_question(attempts_allowed=2, counting=rule, pass_mark=50)
    first = sit(room, choose("Hai"))
    second = Attempt.objects.create(
        enrolment=first.enrolment, quiz=first.quiz, number=2, seed=1,
        started_at=NOW, submitted_at=NOW, pass_mark=50, score=0, max_score=100,
    )  # fmt: skip
    old = first.responses.get()
    Response.objects.create(
        attempt=second, position=1, question=old.question, definition=old.definition,
        answer=choose("Ba")(old.definition), points=0, max_points=100, is_closed=True,
    )  # fmt: skip
    correct(old.question, "Ba", by=trainer())
    assert Regrade.objects.count() == 2
    assert undecided().exists() is asks


def test_correct__a_later_one_gives_the_pass_back__and_drops_the_question():
    room = one_question(attempts_allowed=1)
    sit(room, choose("Hai"))
    teacher = trainer()
    first = correct(only_question(), "Ba", by=teacher)
    assert undecided().exists()
    correct(only_question(), "Hai", by=teacher, reason="Nhầm", at=LATER)
    assert not undecided().exists()
    assert rooms_left(first) == []
    assert regrade(correction=first, at=LATER) == 0
    assert Completion.objects.standing().order_by("pk").last().passed


def test_correct__sums_always_equal():
    room = sitting(kinds=("single",) * 3, attempts_allowed=1)
    sit(room, right_answer)
    correct(Question.objects.first(), "Bốn", by=trainer())
    attempt = Attempt.objects.get()
    assert attempt.score == attempt.responses.aggregate(all=Sum("points"))["all"] == 200


def test_correct__a_worker_that_takes_it__and_the_sweep_after_it():
    room = one_question(attempts_allowed=1)
    attempt = sit(room, choose("Ba"))
    question = only_question()
    correction = correct_key(
        question=question,
        revision=with_key(question, "Ba"),
        reason="Sai",
        by=trainer(),
        at=NOW,
    )
    assert len(rooms_left(correction)) == 1
    tasks.regrade(correction.pk)
    tasks.regrade_unfinished()
    attempt.refresh_from_db()
    assert (attempt.score, rooms_left(correction)) == (100, [])
    assert Regrade.objects.count() == 1


def test_correct__its_queries_per_learner(django_assert_max_num_queries):
    room = one_question(attempts_allowed=1)
    sit(room, choose("Ba"))
    question, teacher = only_question(), trainer()
    correction = correct_key(
        question=question,
        revision=with_key(question, "Ba"),
        reason="Sai",
        by=teacher,
        at=NOW,
    )
    with django_assert_max_num_queries(34):
        regrade(correction=correction, at=LATER)
