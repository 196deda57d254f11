"""The item analysis and the bank's pages: read by everyone, at two widths and colours."""

from __future__ import annotations

from random import Random

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from questions.models import Question
from quizzes.models import Attempt, QuizItem, QuizPage, Response
from quizzes.services import start_attempt, submit_attempt
from tests.factories import (
    CourseFactory,
    EnrolmentFactory,
    TrainingClassFactory,
    UserFactory,
)
from tests.questions.factories import category, question, right_answer, wrong_answer
from tests.quizzes.factories import quiz_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "mot-cua-2022"
KINDS = ("single", "multiple", "true_false", "numeric", "matching", "single", "single")


@pytest.fixture
def sat() -> QuizPage:
    """Seven questions of several kinds and twelve sitters, of whom some know more."""
    course = CourseFactory(code="SHHS", title="Số hóa hồ sơ", certificate=False)
    shelf = category("Số hóa hồ sơ", "1. Căn cứ")
    items = [QuizItem(question=question(kind, shelf=shelf)) for kind in KINDS]
    quiz = quiz_page(course, *items, title="Cuối khóa")
    group = TrainingClassFactory(course=course)
    rng = Random(4)
    for able in range(12):
        enrolment = EnrolmentFactory(training_class=group)
        attempt = start_attempt(enrolment=enrolment, quiz=quiz, at=timezone.now())
        rows = list(attempt.responses.order_by("question"))
        for number, row in enumerate(rows):
            knows = able > 5 if number == 0 else able < 6 if number == 5 else None
            knows = rng.random() * 12 < able + 2 if knows is None else knows
            row.answer = (right_answer if knows else wrong_answer)(row.definition)
            row.saved_at = timezone.now()
        Response.objects.bulk_update(rows, ["answer", "saved_at"])
        submit_attempt(attempt=attempt, at=timezone.now(), by=Attempt.ClosedBy.LEARNER)
    return quiz


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1366, 360])
def test_analysis__is_read_by_everyone(sat, new_page, log_in, axe, shot, width, dark):
    admin = UserFactory(is_superuser=True, password=PASSWORD)
    page = new_page(width, 2400, dark=dark)
    log_in(page, admin.staff_code, PASSWORD)
    page.goto(reverse("quiz_analysis", args=[sat.pk]))
    expect(page.get_by_text("người giỏi lại sai").first).to_be_visible()
    shot(page, f"analysis-{width}-{'dark' if dark else 'light'}")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width, "only the tables and the chart may scroll, not the page"
    axe(page)
    page.locator(".analysis-chart a").first.click()
    expect(page.locator("#cau-1, #cau-2, #cau-3").first).to_be_visible()


def test_bank__its_own_pages__are_read_by_everyone(sat, new_page, log_in, axe, shot):
    admin = UserFactory(is_superuser=True, password=PASSWORD)
    page = new_page()
    log_in(page, admin.staff_code, PASSWORD)
    one = Question.objects.order_by("pk").first()
    viewset = Question.snippet_viewset
    pages = {
        "bank-list": reverse(viewset.get_url_name("list")),
        "bank-inspect": reverse(viewset.get_url_name("inspect"), args=[one.pk]),
        "bank-doubles": reverse("question_doubles"),
        "analyses": reverse("quiz_analyses"),
    }
    for name, address in pages.items():
        page.goto(address)
        expect(page.locator("main")).to_be_visible()
        shot(page, name)
        axe(page)
    page.goto(pages["bank-list"])
    page.locator("[data-bulk-action-checkbox]").first.check()
    page.get_by_role("link", name="Chuyển các câu đã chọn").click()
    expect(page.get_by_label("Chuyển đến nhóm")).to_be_visible()
    shot(page, "bank-move")
    axe(page)
