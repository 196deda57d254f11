"""The trainers' desk in a browser: an essay marked, a key corrected, a pass decided."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from courses.models import CourseIndexPage
from lms.roles import TRAINERS, ensure_roles
from questions.models import Question
from quizzes.models import Response
from tests.factories import UserFactory
from tests.quizzes.factories import Sitting, sitting
from tests.quizzes.marks import (
    RUBRIC,
    choose,
    essay_room,
    give_certificate,
    sit,
    waiting_essay,
    with_key,
    write,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mot-cua-2022"
ADMIN_OWN = ("scrollable-region-focusable",)  # the sidebar of Wagtail itself


@dataclass
class Desk:
    trainer: User
    essays: Sitting
    essay: Response
    question: Question


@pytest.fixture
def desk(live_server) -> Desk:
    """Two essays that wait, and a question whose key was wrong for three people."""
    essays = essay_room(rubric=RUBRIC, attempts_allowed=1)
    essay = waiting_essay(sit(essays, write("Tiếp nhận, kiểm tra.\n\nTrả kết quả.")))
    sit(essays, write("Chỉ tiếp nhận."), learner=UserFactory(full_name="Lê Văn Hai"))
    quiz = sitting(kinds=("single",), attempts_allowed=1)
    first = sit(quiz, choose("Hai"))
    for words in ("Ba", "Bốn"):
        sit(quiz, choose(words), learner=UserFactory())
    give_certificate(quiz.enrolment)
    question = first.responses.get().question
    with_key(question, "Ba")
    ensure_roles(courses=CourseIndexPage.objects.get())
    trainer = UserFactory(full_name="Trần Thị Bích Ngọc", password=PASSWORD)
    trainer.groups.add(Group.objects.get(name=TRAINERS))
    return Desk(trainer, essays, essay, question)


@pytest.mark.parametrize("width", [1366, 360])
def test_trainer__marks_an_essay_without_names(
    desk, new_page, log_in, shot, axe, width
):
    page = new_page(width)
    log_in(page, desk.trainer.staff_code, PASSWORD)
    page.goto(reverse("marks"))
    shot(page, f"marks-queue-{width}")
    axe(page, without=ADMIN_OWN)
    page.get_by_role("button", name="Chấm ẩn danh").click()
    page.get_by_role("link", name="Bài kiểm tra cuối khóa").first.click()
    expect(page.get_by_text("2 câu chờ chấm")).to_be_visible()
    shot(page, f"marks-pile-{width}")
    axe(page, without=ADMIN_OWN)
    page.locator(".desk").get_by_role("link", name="Chấm Bài").first.click()
    expect(page.locator("body")).not_to_contain_text(
        desk.essays.enrolment.learner.full_name
    )
    page.get_by_label("Đủ bước").fill("6,75")
    page.get_by_label("Đúng căn cứ").fill("2,5")
    expect(page.locator("[data-total]")).to_have_text("9,25")
    page.get_by_label("Nhận xét").fill("Đủ ý, thiếu căn cứ.")
    shot(page, f"marks-essay-{width}")
    axe(page, without=ADMIN_OWN)
    page.get_by_role("button", name="Lưu điểm, sang bài sau").click()
    expect(page.locator("body")).to_contain_text("Đã lưu điểm")
    expect(page.locator(".desk-essay")).to_contain_text("Chỉ tiếp nhận")
    desk.essay.refresh_from_db()
    assert desk.essay.points == 925
    page.goto(reverse("response_marks", args=[desk.essay.uid]))
    shot(page, f"marks-response-{width}")
    axe(page, without=ADMIN_OWN)


@pytest.mark.parametrize("width", [1366, 360])
def test_trainer__corrects_a_key_and_decides(desk, new_page, log_in, shot, axe, width):
    page = new_page(width)
    log_in(page, desk.trainer.staff_code, PASSWORD)
    page.goto(reverse("question_regrade", args=[desk.question.pk]))
    told = "2 lượt đổi điểm, 1 người thành đạt, 1 người thành không đạt."
    expect(page.locator(".desk-forecast")).to_have_text(told)
    shot(page, f"keys-before-{width}")
    axe(page, without=ADMIN_OWN)
    page.get_by_label("Vì sao đáp án cũ sai").fill(
        "Thông tư 01/2023 đã thay cách tính."
    )
    page.get_by_role("button", name="Sửa đáp án, chấm lại").click()
    expect(page.locator(".desk-forecast")).to_have_text(told)
    shot(page, f"keys-after-{width}")
    axe(page, without=ADMIN_OWN)
    page.get_by_role("link", name="Quyết định").first.click()
    expect(page.locator("body")).to_contain_text("không đổi gì ở giấy đã cấp")
    page.get_by_label("Rút kết quả đạt").check()
    page.get_by_label("Lý do", exact=True).fill("Đã báo học viên thi lại.")
    shot(page, f"keys-decision-{width}")
    axe(page, without=ADMIN_OWN)
    page.get_by_role("button", name="Ghi quyết định").click()
    expect(page.locator("body")).to_contain_text("Đã ghi quyết định")
    page.goto(reverse("key_corrections"))
    shot(page, f"keys-list-{width}")
    axe(page, without=ADMIN_OWN)
