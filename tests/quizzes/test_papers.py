"""The paper of an attempt: sections, draws by category, tag and difficulty."""

import pytest
from django.utils import timezone

from questions.models import Question
from quizzes.models import QuizItem
from quizzes.papers import short_draws
from quizzes.services import start_attempt
from tests.factories import CourseFactory, EnrolmentFactory, TrainingClassFactory
from tests.questions.factories import category, question, questions
from tests.quizzes.factories import quiz_page

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def tagged(made: Question, *words: str) -> Question:
    made.tags.add(*words)
    made.save_revision().publish()
    return Question.objects.get(pk=made.pk)


def paper(*items: QuizItem, **rules):
    """What one learner is asked, in order."""
    course = CourseFactory(certificate=False)
    quiz = quiz_page(course, *items, **rules)
    enrolment = EnrolmentFactory(training_class=TrainingClassFactory(course=course))
    attempt = start_attempt(enrolment=enrolment, quiz=quiz, at=NOW)
    return list(attempt.responses.order_by("position"))


def test_draw__by_tag_and_difficulty__takes_what_has_both():
    shelf = category("Kho")
    wanted = tagged(question(shelf=shelf), "phí")
    Question.objects.filter(pk=wanted.pk).update(difficulty=3)
    tagged(question(shelf=shelf), "phí")
    Question.objects.filter(pk=question(shelf=shelf).pk).update(difficulty=3)
    tag = wanted.tags.get()
    drawn = paper(QuizItem(tag=tag, difficulty=3, count=5))
    assert [row.question_id for row in drawn] == [wanted.pk]


def test_draw__by_category_and_difficulty__stays_in_the_category():
    here, elsewhere = category("Một"), category("Hai")
    wanted = question(shelf=here)
    question(shelf=elsewhere)
    drawn = paper(QuizItem(category=here, difficulty=2, count=5))
    assert [row.question_id for row in drawn] == [wanted.pk]


def test_sections__stay_together_and_in_order_however_shuffled():
    first, second = category("Một"), category("Hai")
    questions(6, first)
    questions(6, second)
    fixed = question(shelf=second)
    drawn = paper(
        QuizItem(section="Phần A", category=first, count=4, points=50),
        QuizItem(category=first, count=2),
        QuizItem(section="Phần B", category=second, count=3),
        QuizItem(question=fixed),
        shuffle_questions=True,
    )
    assert [row.section for row in drawn] == ["Phần A"] * 6 + ["Phần B"] * 4
    assert fixed.pk in {row.question_id for row in drawn[6:]}
    assert sorted(row.max_points for row in drawn[:6]) == [50] * 4 + [100] * 2


def test_short_draws__names_each_that_wants_more_than_there_is():
    shelf = category("Kho")
    tagged(question(shelf=shelf), "phí")
    tag = Question.objects.get().tags.get()
    course = CourseFactory(certificate=False)
    quiz = quiz_page(
        course,
        QuizItem(category=shelf, count=1),
        QuizItem(tag=tag, count=3),
        QuizItem(difficulty=1, count=1),
        QuizItem(question=Question.objects.get()),
    )
    short = [
        (str(item), live) for item, live in short_draws(quiz, on=timezone.localdate())
    ]
    assert short == [("phí", 1), ("Dễ", 0)]
