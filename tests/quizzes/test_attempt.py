"""Starting, drawing, submitting: through the services."""

import datetime as dt

import pytest
from django.db import IntegrityError
from django.utils import timezone

from certificates.models import Certificate
from progress.learning import NotAllowed
from progress.models import Completion
from questions.models import Question
from quizzes.models import Attempt, QuizItem, Response
from quizzes.querysets import grace
from quizzes.services import start_attempt, submit_attempt, submit_overdue
from tests.factories import (
    CourseFactory,
    EnrolmentFactory,
    LegalBasisFactory,
    MembershipFactory,
    TrainingClassFactory,
    UserFactory,
)
from tests.questions.factories import (
    category,
    question,
    questions,
    right_answer,
    wrong_answer,
)
from tests.quizzes.factories import (
    MACHINE_MARKED,
    Sitting,
    every_kind,
    quiz_page,
    sitting,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LEARNER, CLOCK = Attempt.ClosedBy.LEARNER, Attempt.ClosedBy.CLOCK
MINUTE = dt.timedelta(minutes=1)


def begin(room, at=NOW, **kwargs) -> Attempt:
    return start_attempt(enrolment=room.enrolment, quiz=room.quiz, at=at, **kwargs)


def hand_in(attempt, answers=None, at=NOW, by=LEARNER) -> Attempt:
    """Answer every response with answers(definition), and submit."""
    for response in attempt.responses.all() if answers else ():
        response.answer = answers(response.definition)
        response.save(update_fields=["answer"])
    return submit_attempt(attempt=attempt, at=at, by=by)


def drawn_ids(attempt) -> list[int]:
    return list(
        attempt.responses.order_by("position").values_list("question_id", flat=True)
    )


def drawing_room(
    pool: int, *items: QuizItem, certificate: bool = False, **rules
) -> Sitting:
    """A quiz over a category of `pool` questions; by default it draws two of them."""
    course = CourseFactory(certificate=certificate)
    shelf = category(course.code)
    questions(pool, shelf)
    lines = items or (QuizItem(category=shelf, count=2),)
    group = TrainingClassFactory(course=course)
    quiz = quiz_page(course, *lines, **rules)
    return Sitting(course, quiz, EnrolmentFactory(training_class=group))


def test_submit__every_kind_right__gives_all_points_and_completes():
    room = every_kind()
    attempt = begin(room)
    done = hand_in(attempt, right_answer)
    everything = 100 * len(MACHINE_MARKED)
    assert (done.score, done.max_score) == (everything, everything)
    assert done.has_passed
    room.enrolment.refresh_from_db()
    assert room.enrolment.completed_at == room.enrolment.passed_at == NOW
    completion = Completion.objects.get()
    assert (completion.score, completion.max_score, completion.passed) == (
        everything,
        everything,
        True,
    )
    assert completion.occasion == str(attempt.uid)


def test_submit__all_wrong_and_an_attempt_left__does_not_finish_the_quiz():
    room = every_kind(attempts_allowed=2)
    done = hand_in(begin(room), wrong_answer)
    assert (done.score, done.has_passed) == (0, False)
    assert not Completion.objects.exists()


def test_submit__the_last_attempt_failed__finishes_the_quiz_without_passing():
    room = sitting(attempts_allowed=2)
    hand_in(begin(room), wrong_answer)
    hand_in(begin(room), wrong_answer)
    room.enrolment.refresh_from_db()
    assert room.enrolment.completed_at is not None
    assert room.enrolment.passed_at is None
    assert Completion.objects.get().passed is False


def test_submit__twice__changes_nothing():
    attempt = begin(sitting())
    first = hand_in(attempt, right_answer)
    again = submit_attempt(attempt=attempt, at=NOW + MINUTE, by=CLOCK)
    assert (again.submitted_at, again.closed_by) == (first.submitted_at, LEARNER)
    assert Completion.objects.count() == 1


def test_submit__after_the_deadline__counts_to_the_deadline():
    attempt = begin(sitting(time_limit_minutes=10))
    done = hand_in(attempt, right_answer, at=NOW + 11 * MINUTE)
    assert (done.submitted_at, done.closed_by) == (NOW + 10 * MINUTE, CLOCK)
    assert done.has_passed


@pytest.mark.parametrize(("right", "passes"), [(2, True), (1, False)])
def test_pass_mark__is_of_the_points_there_are(right, passes):
    attempt = begin(sitting(kinds=("single",) * 3, pass_mark=60))
    for response in attempt.responses.all()[:right]:
        response.answer = right_answer(response.definition)
        response.save()
    assert hand_in(attempt).has_passed is passes


def test_pass_mark__of_a_stricter_course__counts():
    room = sitting(pass_mark=50)
    room.course.minimum_mark = 80
    room.course.save_revision().publish()
    assert begin(room).pass_mark == 80


def test_start__again__goes_on_with_the_open_one():
    room = sitting()
    assert begin(room) == begin(room, at=NOW + MINUTE)
    assert Attempt.objects.count() == 1


def test_start__over_time__closes_the_old_one_and_begins_the_next():
    room = sitting(time_limit_minutes=10)
    old = begin(room)
    new = begin(room, at=NOW + 20 * MINUTE)
    old.refresh_from_db()
    assert (old.closed_by, new.number) == (CLOCK, 2)


@pytest.mark.parametrize(
    ("rules", "answers", "reason"),
    [
        ({"attempts_allowed": 1}, wrong_answer, "hết số lần"),
        ({}, right_answer, "đã đạt"),
    ],
)
def test_start__after_the_last_or_after_passing__is_refused_in_words(
    rules, answers, reason
):
    room = sitting(**rules)
    hand_in(begin(room), answers)
    with pytest.raises(NotAllowed, match=reason):
        begin(room)


def test_start__class_closed_or_learner_withdrawn__is_refused():
    room = sitting()
    room.enrolment.ended_reason = "withdrawn"
    room.enrolment.save()
    with pytest.raises(NotAllowed, match="Lớp không mở"):
        begin(room)


def test_start__nothing_to_ask__is_refused_in_words():
    room = drawing_room(0)
    with pytest.raises(NotAllowed, match="chưa có câu hỏi"):
        begin(room)
    assert not Attempt.objects.exists()


def test_time_allowance__lengthens_the_deadline():
    learner = UserFactory(time_allowance=150)
    attempt = begin(sitting(learner=learner, time_limit_minutes=20))
    assert attempt.due_at == NOW + 30 * MINUTE
    assert attempt.seconds_left(at=NOW) == 1800


def test_two_open_attempts__are_impossible():
    attempt = begin(sitting())
    attempt.pk, attempt.uid, attempt.number = None, None, 2
    with pytest.raises(IntegrityError):
        attempt.save(force_insert=True)


def test_draw__the_same_seed_draws_the_same():
    room = drawing_room(8, shuffle_options=True)
    first = begin(room, seed=7)
    definitions = list(first.responses.values_list("definition", flat=True))
    Response.objects.all().delete()
    Attempt.objects.all().delete()
    again = begin(room, seed=7)
    assert list(again.responses.values_list("definition", flat=True)) == definitions


def test_draw__a_retake_asks_what_was_not_seen():
    room = drawing_room(5)
    first, second, third = (
        set(drawn_ids(hand_in(begin(room), wrong_answer))) for _ in range(3)
    )
    assert not first & second
    assert len(first | second | third) == 5  # only then the first ones come again


def test_draw__leaves_out_what_is_retired_or_a_draft():
    room = drawing_room(3)
    kept, draft, retired = Question.objects.all()
    draft.unpublish()
    retired.retired_on = timezone.localdate()
    retired.save()
    assert drawn_ids(begin(room)) == [kept.pk]


def test_draw__freezes_wording_revision_and_law():
    basis = LegalBasisFactory(number="42/2022/NĐ-CP")
    made = question(legal=[basis.code], text="Lời cũ?")
    room = drawing_room(0, QuizItem(question=made))
    response = begin(room).responses.get()
    made.definition[0].value["text"].source = "<p>Lời mới?</p>"
    made.save_revision().publish()
    response.refresh_from_db()
    made.refresh_from_db()
    assert response.definition["text"] == "Lời cũ?"
    assert response.definition["legal"][0]["number"] == "42/2022/NĐ-CP"
    assert response.revision_id not in (None, made.live_revision_id)


def test_sweep__submits_what_the_clock_closed_and_nothing_else():
    late, running, untimed = (
        begin(sitting(time_limit_minutes=minutes)) for minutes in (10, 60, None)
    )
    in_grace = NOW + 10 * MINUTE + grace() - dt.timedelta(seconds=1)
    assert submit_overdue(at=in_grace) == 0
    assert submit_overdue(at=NOW + 10 * MINUTE + grace()) == 1
    assert submit_overdue(at=NOW + 10 * MINUTE + grace()) == 0
    assert set(Attempt.objects.open()) == {running, untimed}
    late.refresh_from_db()
    assert late.closed_by == CLOCK


def test_sweep__one_that_cannot_be_submitted__does_not_hold_up_the_others(caplog):
    broken, fine = (begin(sitting(time_limit_minutes=10)) for _ in range(2))
    broken.responses.update(definition={"kind": "unknown"})
    broken.responses.update(answer={"choice": "x"})
    assert submit_overdue(at=NOW + 60 * MINUTE) == 1
    fine.refresh_from_db()
    assert not fine.is_open
    assert str(broken.uid) in caplog.text


def test_queries__start_with_twenty_questions(django_assert_max_num_queries):
    room = drawing_room(25)
    QuizItem.objects.update(count=20)
    with django_assert_max_num_queries(12):
        attempt = begin(room)
    assert attempt.responses.count() == 20


def twenty_answered(answers, **rules) -> Attempt:
    room = drawing_room(20, **rules)
    MembershipFactory(user=room.enrolment.learner)
    QuizItem.objects.update(count=20)
    attempt = begin(room)
    for response in attempt.responses.all():
        response.answer = answers(response.definition)
        response.save()
    return attempt


def test_queries__submit_with_twenty_responses(django_assert_max_num_queries):
    attempt = twenty_answered(right_answer, attempts_allowed=3)
    with django_assert_max_num_queries(20):
        done = submit_attempt(attempt=attempt, at=NOW, by=LEARNER)
    assert done.has_passed


def test_queries__submit_that_fails_for_good(django_assert_max_num_queries):
    attempt = twenty_answered(wrong_answer, attempts_allowed=1)
    with django_assert_max_num_queries(20):
        submit_attempt(attempt=attempt, at=NOW, by=LEARNER)
    assert Completion.objects.get().passed is False


def test_queries__submit_that_gives_the_certificate(django_assert_max_num_queries):
    """The last activity of a course: the number is taken in the same transaction.

    Its paper is the first of the year, so the register is opened too.
    """
    attempt = twenty_answered(right_answer, attempts_allowed=3, certificate=True)
    with django_assert_max_num_queries(34):
        submit_attempt(attempt=attempt, at=NOW, by=LEARNER)
    assert Certificate.objects.get().holder == attempt.enrolment.learner
