"""Shelves, files and keys, for who is in charge and who is not."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from questions.formats.draft import Item
from questions.models import Question, QuestionCategory
from questions.services import import_questions
from quizzes.models import KeyCorrection
from tests.cms.conftest import course  # noqa: F401 - a fixture
from tests.questions.factories import category
from tests.questions.test_bank_desk import said
from tests.questions.test_bank_doors import (  # noqa: F401 - fixtures among them
    DVCTT,
    PEOPLE,
    SHHS,
    keep,
    people,
    shelf,
)
from tests.questions.test_import_pages import sent, settings_for
from tests.questions.test_importing import draft
from tests.quizzes.factories import sitting
from tests.quizzes.marks import choose, sit, with_key

# ruff: noqa: F811
pytestmark = pytest.mark.django_db


def shelf_url(name: str, *args) -> str:
    return reverse(QuestionCategory.snippet_viewset.get_url_name(name), args=args)


@pytest.mark.parametrize(("who", "may"), PEOPLE.items())
def test_shelf__is_changed_filled_and_deleted_by_its_group(
    who, may, shelf, people, as_user
):
    client, free = as_user(people[who]), category("Chung")
    form = {"name": "Tên mới", "code": "", "parent": shelf.parent_id}
    client.post(shelf_url("edit", shelf.pk), form)
    assert QuestionCategory.objects.filter(name="Tên mới").exists() is may
    client.post(shelf_url("add"), form | {"name": "Con", "parent": shelf.pk})
    assert QuestionCategory.objects.filter(parent=shelf).exists() is may
    client.post(shelf_url("edit", free.pk), form | {"name": "Chung"})
    free.refresh_from_db()
    assert (free.parent_id == shelf.parent_id) is may
    empty = category("Số hóa", "Trống")
    client.post(shelf_url("delete", empty.pk))
    assert QuestionCategory.objects.filter(pk=empty.pk).exists() is not may


def test_shelf__its_group_is_set_by_who_looks_after_groups(shelf, people, as_user):
    top, other = category("Số hóa"), Group.objects.get(name=DVCTT)
    form = {"name": top.name, "code": top.code, "parent": "", "course_group": other.pk}
    as_user(people["own"]).post(shelf_url("edit", top.pk), form)
    assert category("Số hóa").course_group.name == SHHS
    as_user(people["superuser"]).post(shelf_url("edit", top.pk), form)
    assert category("Số hóa").course_group == other


def test_shelf__in_a_closed_one__can_be_renamed_where_it_is(shelf, people, as_user):
    keep(shelf, DVCTT)
    form = {"name": "Tên mới", "code": "", "parent": shelf.parent_id}
    as_user(people["other"]).post(shelf_url("edit", shelf.pk), form)
    shelf.refresh_from_db()
    assert shelf.name == "Tên mới"


def test_shelves__are_all_listed_the_closed_without_button(shelf, people, as_user):
    free = category("Chung")
    html = as_user(people["other"]).get(shelf_url("list")).content.decode()
    assert str(shelf) in html
    assert shelf_url("edit", free.pk) in html
    assert f'"{shelf_url("edit", shelf.pk)}' not in html


def test_import__into_a_closed_shelf_below_an_open_one__refuses_those_only(
    people, as_user
):
    keep(category("Chung", "Riêng"), DVCTT)
    client = as_user(people["own"])
    drafts = [
        draft("Một?", code="A", category=("Riêng", "Mới")),
        draft("Hai?", code="B", category=("Mới",)),
    ]
    page, asked = sent(client, drafts), settings_for(category("Chung"))
    seen = client.get(page, asked).content.decode()
    assert f"“{DVCTT}” phụ trách nhóm này" in seen
    client.post(f"{page}confirm/", asked)
    assert [q.code for q in Question.objects.all()] == ["B"]


def test_import__by_the_operator__asks_nobody(shelf):
    items = [Item(place="1", draft=draft(code="A"))]
    report = import_questions(items=items, base=("Số hóa",), at=timezone.now())
    assert report.counts()["imported"] == 1


def test_undo__of_what_another_group_has_by_now__changes_nothing(
    shelf, people, as_user
):
    client, free = as_user(people["other"]), category("Chung")
    page = sent(client, [draft("Một?", code="A"), draft("Hai?", code="B")])
    client.post(f"{page}confirm/", settings_for(free))
    row = Question.objects.get(code="A")
    row.category = shelf
    row.save_revision().publish()
    assert f"do “{SHHS}” phụ trách" in said(client.post(f"{page}undo/"))
    assert Question.objects.filter(retired_on=None).count() == 2
    row.category = free
    row.save_revision().publish()
    client.post(f"{page}undo/")
    assert not Question.objects.filter(retired_on=None).exists()


@pytest.mark.parametrize(("who", "may"), PEOPLE.items())
def test_key__is_corrected_by_who_may_change_the_question(who, may, people, as_user):
    attempt = sit(sitting(kinds=("single",), attempts_allowed=1), choose("Hai"))
    row = attempt.responses.get().question
    keep(row.category, SHHS)
    with_key(row, "Ba")
    client, page = as_user(people[who]), reverse("question_regrade", args=[row.pk])
    seen = {"revision": Question.objects.get().live_revision_id}
    reply = client.post(page, {"reason": "Thông tư mới"} | seen)
    assert KeyCorrection.objects.exists() is may
    assert (f"do “{SHHS}” phụ trách" in said(reply)) is not may
