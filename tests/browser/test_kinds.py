"""All nine kinds with pictures and long sentences, at two widths and colours."""

import pytest
from django.urls import reverse
from django.utils import timezone

from quizzes.models import QuizItem
from quizzes.services import start_attempt, submit_attempt
from tests.browser.pictured import check_pictures, pictured
from tests.factories import (
    CourseFactory,
    EnrolmentFactory,
    TrainingClassFactory,
    UserFactory,
)
from tests.questions.factories import ROWS, category, right_answer, wrong_answer
from tests.quizzes.factories import quiz_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "mat-khau-thu-2022"
LONGEST = "Công Tằng Tôn Nữ Nguyễn Thị Thanh Phượng Hoàng"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1366])
def test_every_kind__asked_and_told_with_pictures(
    new_page, log_in, axe, shot, width, dark
):
    person = UserFactory(full_name=LONGEST, password=PASSWORD)
    course = CourseFactory(title=f"Khóa học {LONGEST}", certificate=False)
    items = [QuizItem(question=one) for one in pictured(category("SHHS", LONGEST))]
    quiz = quiz_page(course, *items, per_page=0, feedback_when="end")
    group = TrainingClassFactory(course=course)
    enrolment = EnrolmentFactory(training_class=group, learner=person)
    attempt = start_attempt(enrolment=enrolment, quiz=quiz, at=timezone.now())
    page = new_page(width, 800, dark=dark)
    log_in(page, person.staff_code, PASSWORD)

    def look(address: str, name: str, pictures: int = 0) -> None:
        page.goto(address)
        check_pictures(page, least=pictures)
        shot(page, f"kinds-{name}-{width}-{'dark' if dark else 'light'}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        axe(page)

    look(reverse("attempt", args=[attempt.uid]), "asked", len(ROWS) + 1)
    for number, row in enumerate(attempt.responses.all()):
        row.answer = (wrong_answer if number % 3 else right_answer)(row.definition)
        row.save(update_fields=["answer"])
    submit_attempt(attempt=attempt, at=timezone.now(), by="learner")
    look(reverse("attempt_result", args=[attempt.uid]), "told", 2 * len(ROWS) - 1)
    look(reverse("attempt_history"), "history")
    look(quiz.url, "entry")
