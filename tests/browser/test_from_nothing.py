"""A trainer builds a quiz from nothing, looks at it, and corrects its key afterwards."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from courses.models import CourseIndexPage, CoursePage
from enrolments.models import Enrolment
from lms.roles import TRAINERS, ensure_roles
from progress.models import Completion
from questions.models import Question, QuestionCategory
from quizzes.models import QuizPage
from tests.browser.editor import (
    add_child,
    add_options,
    begin_question,
    choose,
    choose_category,
    preview,
    publish,
    toggle_right,
)
from tests.browser.pictured import check_pictures, picture
from tests.factories import (
    CourseFactory,
    EnrolmentFactory,
    TrainingClassFactory,
    UserFactory,
)
from tests.quizzes.factories import Sitting
from tests.quizzes.marks import choose as choosing
from tests.quizzes.marks import sit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mot-cua-2022"
SHELF = "Số hóa hồ sơ"
ALT = "Sơ đồ bốn bước số hóa"


@dataclass
class Office:
    course: CoursePage
    trainer: User
    enrolment: Enrolment


@pytest.fixture
def office(live_server, settings) -> Office:
    """A course with nothing in it, its trainer, a learner, and a picture to use."""
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0  # a robot types faster than it saves
    course = CourseFactory(code="SHHS", title=SHELF, certificate=False, minimum_mark=0)
    ensure_roles(courses=CourseIndexPage.objects.get())
    trainer = UserFactory(full_name="Trần Thị Bích Ngọc", password=PASSWORD)
    trainer.groups.add(Group.objects.get(name=TRAINERS))
    picture(1200, 500)
    enrolment = EnrolmentFactory(training_class=TrainingClassFactory(course=course))
    return Office(course, trainer, enrolment)


def make_category(page: Page) -> None:
    page.goto(reverse("wagtailsnippets_questions_questioncategory:add"))
    page.fill("[name=name]", SHELF)
    page.click("footer [type=submit]")
    expect(page.locator(".messages .success")).to_be_visible()


def insert_picture(page: Page) -> None:
    """Into the rich text that has the focus, with words for who cannot see it."""
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.locator(".Draftail-BlockToolbar__trigger:visible").first.click()
    page.get_by_role("option", name=re.compile("Image|Hình")).click()
    page.locator("a[data-chooser-modal-choice]").first.click()
    page.fill("[name=image-chooser-insertion-alt_text]", ALT)
    page.check("[name=image-chooser-insertion-format][value=fullwidth]")
    page.click(".modal [type=submit]:visible")
    expect(page.locator(".modal")).to_be_hidden()


def make_questions(page: Page, shot) -> None:
    begin_question(page, "Chọn một đáp án", "Bước nào làm trước khi bóc tách?")
    insert_picture(page)
    add_options(page, "Sao chụp giấy tờ", "Lưu kết quả")
    choose_category(page, "id_category", SHELF)
    page.click("[data-side-panel-toggle=preview]")
    seen = preview(page)
    expect(seen.get_by_alt_text(ALT).first).to_be_visible()
    expect(seen.get_by_alt_text(ALT).first).not_to_have_js_property("naturalWidth", 0)
    expect(seen.get_by_text("Sao chụp giấy tờ").first).to_be_visible()
    shot(page, "nothing-question")
    publish(page)

    begin_question(page, "Đúng hay sai", "Hồ sơ giấy cũng phải số hóa.")
    page.select_option("[name$=-value-is_true]", "true")
    choose_category(page, "id_category", SHELF)
    publish(page)

    begin_question(page, "Trả lời ngắn", "Bản số hóa được ký bằng gì?")
    accepted = page.locator("[data-contentpath=accepted] input[type=text]").first
    accepted.fill("Chữ ký số")
    choose_category(page, "id_category", SHELF)
    publish(page)


def make_quiz(page: Page, course: CoursePage, shot) -> None:
    """A fixed question in a section, and two drawn from the category."""
    add_child(page, course, "Bài kiểm tra", "Cuối khóa")
    page.fill("[name=items-0-section]", "Phần A. Trình tự")
    choose(page, "id_items-0-question", "Bước nào làm trước")
    page.click("#id_items-ADD")
    page.fill("[name=items-1-section]", "Phần B. Căn cứ")
    choose(page, "id_items-1-category", SHELF)
    page.fill("[name=items-1-count]", "2")
    page.fill("[name=pass_mark]", "30")
    page.fill("[name=attempts_allowed]", "1")
    publish(page)
    shot(page, "nothing-quiz")


def test_trainer__builds_a_quiz_from_nothing_and_corrects_its_key(
    office, new_page, log_in, shot, axe
):
    page = new_page()
    log_in(page, office.trainer.staff_code, PASSWORD)
    make_category(page)
    make_questions(page, shot)
    assert QuestionCategory.objects.get().questions.filter(live=True).count() == 3
    make_quiz(page, office.course, shot)
    quiz = QuizPage.objects.get()
    page.goto(quiz.url)
    expect(page.get_by_text("Phần A. Trình tự")).to_be_visible()
    expect(page.get_by_text("Phần B. Căn cứ")).to_be_visible()
    page.goto(reverse("quiz_paper", args=[quiz.uid]))
    expect(page.locator("fieldset.question")).to_have_count(3)
    check_pictures(page, least=1)
    axe(page)

    # Somebody answers what is right, against a key that was ticked at the wrong option.
    question = Question.objects.get(kind="single")
    room = Sitting(office.course, quiz, office.enrolment)

    def answer(definition: dict) -> dict | None:
        if definition["kind"] == "single":
            return choosing("Sao chụp giấy tờ")(definition)
        return None

    assert sit(room, answer).score == 0
    page.goto(reverse("wagtailsnippets_questions_question:edit", args=[question.pk]))
    toggle_right(page, 0)
    toggle_right(page, 1)
    publish(page)
    page.goto(reverse("wagtailsnippets_questions_question:list"))
    row = page.get_by_role("row").filter(has_text="Bước nào làm trước")
    row.get_by_role("button").first.click()
    page.get_by_role("link", name="Sửa đáp án").first.click()
    told = "1 lượt đổi điểm, 1 người thành đạt, 0 người thành không đạt."
    expect(page.locator(".desk-forecast")).to_have_text(told)
    page.get_by_label("Vì sao đáp án cũ sai").fill("Đánh dấu nhầm phương án.")
    page.get_by_role("button", name="Sửa đáp án, chấm lại").click()
    expect(page.locator(".desk-forecast")).to_have_text(told)
    shot(page, "nothing-corrected")
    assert Completion.objects.standing().latest("pk").passed
