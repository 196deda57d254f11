"""A quiz in a course with a learner enrolled, ready to be sat."""

from dataclasses import dataclass

from courses.models import CoursePage
from enrolments.models import Enrolment
from questions.kinds import KINDS
from quizzes.models import QuizItem, QuizPage
from tests.factories import (
    CourseFactory,
    EnrolmentFactory,
    TrainingClassFactory,
    publish,
)
from tests.questions.factories import ROWS, category, question


@dataclass
class Sitting:
    course: CoursePage
    quiz: QuizPage
    enrolment: Enrolment


def quiz_page(course: CoursePage, *items: QuizItem, **rules) -> QuizPage:
    """A published quiz page with these lines."""
    page = QuizPage(title=rules.pop("title", "Bài kiểm tra cuối khóa"), **rules)
    for place, item in enumerate(items):
        item.sort_order = place  # as Wagtail's editor numbers them
    page.items = list(items)
    return publish(course, page)


def sitting(*, kinds=("single",) * 3, learner=None, **rules) -> Sitting:
    """A course whose only activity is a quiz that asks one fixed question per kind."""
    course = CourseFactory(certificate=False)
    shelf = category(course.code, "1. Căn cứ")
    items = [QuizItem(question=question(kind, shelf=shelf)) for kind in kinds]
    quiz = quiz_page(course, *items, **rules)
    group = TrainingClassFactory(course=course)
    people = {"learner": learner} if learner else {}
    return Sitting(course, quiz, EnrolmentFactory(training_class=group, **people))


MACHINE_MARKED = tuple(name for name in ROWS if not KINDS[name].is_marked_by_person)


def every_kind(**rules) -> Sitting:
    """One question of each kind that needs nobody to mark it."""
    return sitting(kinds=MACHINE_MARKED, **rules)
