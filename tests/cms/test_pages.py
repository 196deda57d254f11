"""Trainers and the page tree: what stands where, editing, previewing, copying."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse
from wagtail.models import Page, get_page_models

from courses.blocks import LessonBody
from courses.models import (
    CourseIndexPage,
    CoursePage,
    HomePage,
    LessonPage,
    ModulePage,
)
from courses.services import ensure_site
from quizzes.models import QuizItem, QuizPage
from tests.cms.bodies import every_block
from tests.factories import LessonFactory, ModuleFactory
from tests.questions.factories import question
from tests.quizzes.factories import quiz_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(course):
    module = ModuleFactory(course=course, title="1. Căn cứ")
    return LessonFactory(module=module, title="Sao chụp", body=every_block())


@pytest.fixture
def quiz(course):
    return quiz_page(
        course, QuizItem(question=question()), title="Cuối khóa", time_limit_minutes=30
    )


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_tree__each_page_stands_only_where_it_belongs():
    creatable = {m for m in get_page_models() if m.is_creatable}
    assert creatable == {
        HomePage, CourseIndexPage, CoursePage, ModulePage, LessonPage, QuizPage,
    }  # fmt: skip
    below = {m: creatable & set(m.allowed_subpage_models()) for m in creatable}
    assert below[HomePage] == {CourseIndexPage}
    assert below[CourseIndexPage] == {CoursePage}
    assert below[CoursePage] == {ModulePage, QuizPage}
    assert below[ModulePage] == {LessonPage, QuizPage}
    assert below[LessonPage] == below[QuizPage] == set()


def test_site__has_no_welcome_page():
    ensure_site()
    root = Page.get_first_root_node()
    assert [p.specific_class for p in root.get_children()] == [HomePage]


def test_page_types__are_named_in_vietnamese(as_user, trainer, course):
    ModuleFactory(course=course)
    address = reverse("wagtailadmin_pages:add_subpage", args=[course.pk])
    page = as_user(trainer).get(address).content.decode()
    assert "Mô-đun" in page
    assert "Bài kiểm tra" in page


def test_lesson__opens_in_the_editor_with_every_kind_of_block(as_user, trainer, lesson):
    assert {block.block_type for block in lesson.body} == set(LessonBody().child_blocks)
    response = as_user(trainer).get(edit_url(lesson))
    assert response.status_code == 200
    page = response.content.decode()
    for words in ["Căn cứ pháp lý", "Kiểm tra nhanh", "Các bước làm", "Hình minh họa"]:
        assert json.dumps(words).strip('"') in page


@pytest.mark.parametrize("name", ["course", "lesson", "quiz"])
def test_preview__shows_the_draft_without_anybody_learning(
    request, as_user, trainer, course, name
):
    page = {"course": lambda: course}.get(name, lambda: request.getfixturevalue(name))()
    title = f"{page.title} bản nháp"
    page.title = title
    page.save_revision()
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    response = as_user(trainer).get(address)
    assert response.status_code == 200
    assert title in response.content.decode()


def test_preview_of_a_lesson__shows_callouts_and_checks(as_user, trainer, lesson):
    address = reverse("wagtailadmin_pages:view_draft", args=[lesson.pk])
    page = as_user(trainer).get(address).content.decode()
    assert 'class="legal"' in page
    assert "Bước nào trước?" in page
    assert "Điều 11" in page
    assert "Còn hiệu lực" in page
    assert "Đánh dấu đã học xong" not in page


def test_preview_of_a_quiz__starts_nothing(as_user, trainer, quiz):
    address = reverse("wagtailadmin_pages:view_draft", args=[quiz.pk])
    page = as_user(trainer).get(address).content.decode()
    assert "Bắt đầu làm bài" not in page
    assert "30 phút" in page


def copy(client, page, *, title="Bản sao", slug="ban-sao", alias=False):
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    data = {
        "new_title": title, "new_slug": slug, "new_parent_page": page.get_parent().pk,
        "copy_subpages": "on", "publish_copies": "on",
    }  # fmt: skip
    return client.post(address, data | ({"alias": "on"} if alias else {}))


@pytest.mark.parametrize("name", ["lesson", "quiz", "course", "module"])
def test_copy__is_another_page_that_can_be_published(
    request, as_user, trainer, lesson, name
):
    page = {
        "lesson": lambda: lesson,
        "module": lambda: lesson.get_parent().specific,
        "course": lambda: lesson.get_parent().get_parent().specific,
        "quiz": lambda: request.getfixturevalue("quiz"),
    }[name]()
    client = as_user(trainer)
    assert copy(client, page).status_code == 302
    made = page.get_siblings().get(slug="ban-sao").specific
    for one in [made, *made.get_descendants().specific()]:
        one.get_latest_revision_as_object().save_revision().publish()
    uids = list(LessonPage.objects.values_list("uid", flat=True))
    assert len(uids) == len(set(uids)) == 1 + (name != "quiz")


def test_alias__is_refused_in_words(as_user, trainer, lesson, said):
    response = copy(as_user(trainer), lesson, alias=True)
    assert "Không tạo bí danh" in said(response)
    assert LessonPage.objects.count() == 1


def test_menu__is_ours_in_vietnamese_and_in_order(admin):
    page = admin.get(reverse("wagtailadmin_home")).content.decode()
    props = re.search(
        r'id="wagtail-sidebar-props"[^>]*>(.*?)</script>', page, re.DOTALL
    )
    menu = find_labels(json.loads(props[1]))
    wanted = [
        "Khóa học", "Ngân hàng câu hỏi", "Căn cứ pháp lý", "Lớp", "Đơn vị", "Chứng nhận",
        "Hình ảnh", "Tệp tài liệu", "Nhật ký", "Thiết lập",
    ]  # fmt: skip
    assert [label for label in menu if label in wanted] == wanted
    assert "Help" not in menu


def find_labels(node) -> list[str]:
    """Every label in the sidebar's data, in the order it is shown."""
    if isinstance(node, dict):
        return [
            label
            for key, value in node.items()
            for label in ([value] if key == "label" else find_labels(value))
        ]
    if isinstance(node, list):
        return [label for part in node for label in find_labels(part)]
    return [node] if isinstance(node, str) else []
