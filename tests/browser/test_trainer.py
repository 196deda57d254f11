"""A trainer's morning in /cms/: edit, add, ask, preview, publish; a learner sees it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from courses.models import CourseIndexPage, CoursePage, LessonPage
from lms.roles import TRAINERS, ensure_roles
from quizzes.models import QuizItem, QuizPage
from tests.browser.editor import (
    add_block,
    add_child,
    add_options,
    begin_question,
    choose_category,
    open_editor,
    preview,
    publish,
    write,
)
from tests.cms.bodies import every_block
from tests.factories import (
    CourseFactory,
    EnrolmentFactory,
    LessonFactory,
    ModuleFactory,
    TrainingClassFactory,
    UserFactory,
)
from tests.questions.factories import category, question
from tests.quizzes.factories import quiz_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mot-cua-2022"


@dataclass
class Desk:
    course: CoursePage
    lesson: LessonPage
    quiz: QuizPage
    trainer: User
    learner: User


@pytest.fixture
def desk(live_server, settings) -> Desk:
    """A course with a lesson of every kind of block and a quiz over one category."""
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0  # a robot types faster than it saves
    course = CourseFactory(code="SHHS", title="Số hóa hồ sơ", certificate=False)
    module = ModuleFactory(course=course, title="1. Căn cứ")
    lesson = LessonFactory(module=module, title="1.1 Sao chụp", body=every_block())
    shelf = category("Số hóa hồ sơ", "1. Căn cứ")
    question(shelf=shelf)
    line = QuizItem(category=shelf, count=1)
    quiz = quiz_page(course, line, title="Cuối khóa", time_limit_minutes=30)
    ensure_roles(courses=CourseIndexPage.objects.get())
    trainer = UserFactory(full_name="Trần Thị Bích Ngọc", password=PASSWORD)
    trainer.groups.add(Group.objects.get(name=TRAINERS))
    group = TrainingClassFactory(course=course)
    learner = UserFactory(full_name="Lê Thị Hồng Nhung", password=PASSWORD)
    EnrolmentFactory(training_class=group, learner=learner)
    return Desk(course, lesson, quiz, trainer, learner)


def add_question(page: Page, shelf, words: str) -> None:
    """A question with two options; the second is right."""
    begin_question(page, "Chọn một đáp án", words)
    add_options(page, "Lưu kết quả", "Sao chụp giấy tờ")
    choose_category(page, "id_category", shelf.name)
    publish(page)


def test_trainer__edits_adds_previews_and_publishes_what_a_learner_sees(
    desk, new_page, log_in, shot, axe
):
    page = new_page()
    log_in(page, desk.trainer.staff_code, PASSWORD)

    open_editor(page, desk.lesson)
    page.fill("[name=objective]", "Sao chụp đúng 300 dpi")
    page.click("[data-side-panel-toggle=preview]")
    seen = preview(page)
    expect(seen.get_by_text("Sao chụp đúng 300 dpi")).to_be_visible()
    expect(seen.locator("aside.legal")).to_be_visible()
    expect(seen.get_by_text("Bước nào trước?")).to_be_visible()
    shot(page, "trainer-lesson")
    publish(page)

    add_child(page, desk.course, "Mô-đun", "2. Bóc tách dữ liệu")
    publish(page)
    module = desk.course.get_children().get(title="2. Bóc tách dữ liệu")
    add_child(page, module, "Bài học", "2.1 Nhận dạng chữ")
    add_block(page, "Đoạn văn")
    write(page, "[data-streamfield-child]", "Phần mềm đọc chữ, cán bộ đối chiếu.")
    shot(page, "trainer-new-lesson")
    publish(page)

    item = desk.quiz.items.get()
    add_question(page, item.category, "Bước nào làm trước khi bóc tách dữ liệu?")
    shot(page, "trainer-question")

    open_editor(page, desk.quiz)
    expect(preview(page).get_by_text("30 phút")).to_be_visible()
    page.fill("[name=time_limit_minutes]", "20")
    page.fill("[name=items-0-count]", "2")
    shot(page, "trainer-quiz")
    publish(page)

    learner = new_page(360, 740)
    log_in(learner, desk.learner.staff_code, PASSWORD)
    learner.goto(desk.course.url)
    learner.get_by_role("link", name="2.1 Nhận dạng chữ").first.click()
    expect(learner.get_by_text("cán bộ đối chiếu")).to_be_visible()
    axe(learner)
    shot(learner, "learner-new-lesson-360")
    learner.goto(desk.lesson.url)
    expect(learner.get_by_text("Sao chụp đúng 300 dpi")).to_be_visible()
    learner.goto(desk.quiz.url)
    expect(learner.get_by_text("20 phút")).to_be_visible()
    learner.get_by_role("button", name="Bắt đầu làm bài").click()
    learner.wait_for_url("**/attempts/**")
    questions = learner.get_by_text("Bước nào làm trước khi bóc tách dữ liệu?")
    if not questions.count():
        learner.get_by_role("button", name=re.compile("sang câu 2")).click()
    expect(questions.first).to_be_visible()


def test_administrator__is_refused_in_words_and_offered_to_unpublish(
    desk, new_page, log_in, shot
):
    chief = UserFactory(staff_code="quantri", is_superuser=True, password=PASSWORD)
    page = new_page()
    log_in(page, chief.staff_code, PASSWORD)
    page.goto(reverse("wagtailadmin_pages:delete", args=[desk.course.pk]))
    said = page.locator(".messages .error")
    expect(said).to_contain_text("Không xóa “Số hóa hồ sơ”")
    expect(said).to_contain_text("1 lớp")
    shot(page, "refusal-course")
    said.get_by_role("link", name="Hủy xuất bản").click()
    expect(page).to_have_url(re.compile("/unpublish/"))

    page.goto(reverse("wagtailusers_users:delete", args=[desk.learner.pk]))
    expect(said).to_contain_text("Không xóa Lê Thị Hồng Nhung")
    expect(page.locator("[name=is_active]")).to_be_visible()
    shot(page, "refusal-user")
