"""Every door of the bank that changes a question, for four people; reading, for all."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType
from wagtail.models.workflows import WorkflowTask

from lms.roles import CONTENT_MANAGERS
from questions.bank.rights import ShelfPermissionPolicy, closed_to
from questions.models import Question, QuestionCategory
from tests.cms.conftest import course, member  # noqa: F401 - a fixture
from tests.factories import UserFactory
from tests.questions.factories import category, question, questions
from tests.questions.test_bank_desk import bulk, said, shown, url
from tests.questions.test_import_pages import sent, settings_for
from tests.questions.test_importing import draft
from tests.quizzes.test_cms import question_form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("course")]
SHHS, DVCTT = "Giảng viên SHHS", "Giảng viên DVCTT"
PEOPLE = {"own": True, "other": False, "no group": False, "superuser": True}


@pytest.fixture
def people(course):  # noqa: F811
    """Managers of content, so that only the shelf can keep them out."""
    groups = {name: Group.objects.create(name=name) for name in (SHHS, DVCTT)}
    found = {who: member(CONTENT_MANAGERS, who) for who in PEOPLE if who != "superuser"}
    found["own"].groups.add(groups[SHHS])
    found["other"].groups.add(groups[DVCTT])
    return found | {"superuser": UserFactory(is_superuser=True)}


@pytest.fixture
def shelf(people):
    """Below the shelf that names its group: what a shelf says holds for all below."""
    below = category("Số hóa", "1. Căn cứ", "a. Luật")
    keep(category("Số hóa"), SHHS)
    return QuestionCategory.objects.get(pk=below.pk)


def keep(where: QuestionCategory, group: str) -> QuestionCategory:
    where.course_group = Group.objects.get(name=group)
    where.save()
    return where


def state() -> list:
    """What a change of any kind would change."""
    return [
        (q.pk, q.category_id, q.live, q.locked, q.retired_on, q.revisions.count(),
         q.scheduled_revision, q.workflow_in_progress, sorted(q.tags.names()))
        for q in Question.objects.order_by("pk")
    ]  # fmt: skip


def edited(row: Question, **changes) -> dict:
    return question_form(
        code=row.code, category=row.category_id, valid_from="", valid_to="",
        retired_on="", **changes,
    )  # fmt: skip


def in_workflow(row: Question) -> list:
    """The arguments of the address that approves a draft of it."""
    flow = Workflow.objects.create(name="Duyệt câu hỏi")
    task = GroupApprovalTask.objects.create(name="Duyệt")
    task.groups.add(Group.objects.get(name=CONTENT_MANAGERS))
    WorkflowTask.objects.create(workflow=flow, task=task, sort_order=1)
    kind = ContentType.objects.get_for_model(Question)
    WorkflowContentType.objects.create(workflow=flow, content_type=kind)
    row.save_revision()
    begun = flow.start(Question.objects.get(pk=row.pk), UserFactory())
    return [row.pk, "approve", begun.current_task_state.pk]


def scheduled(row: Question):
    row.go_live_at = timezone.now() + dt.timedelta(days=1)
    revision = row.save_revision()
    revision.publish()
    return revision


def locked(row: Question) -> None:
    Question.objects.filter(pk=row.pk).update(
        locked=True, locked_by=UserFactory(), locked_at=timezone.now()
    )


def free_one(_row: Question) -> Question:
    return question(shelf=category("Chung"))


# What must stand ready for a door, and what goes through it: client, question, ready.
DOORS = {
    "edit": (None, lambda c, q, _: c.post(url("edit", q.pk), edited(q))),
    "publish": (
        None,
        lambda c, q, _: c.post(url("edit", q.pk), edited(q, **{"action-publish": "1"})),
    ),
    "revert": (
        lambda q: q.latest_revision_id,
        lambda c, q, r: c.post(url("revisions_revert", q.pk, r), edited(q)),
    ),
    "delete": (None, lambda c, q, _: c.post(url("delete", q.pk))),
    "bulk delete": (None, lambda c, q, _: bulk(c, "delete", q)),
    "unpublish": (None, lambda c, q, _: c.post(url("unpublish", q.pk))),
    "unschedule": (
        scheduled,
        lambda c, q, r: c.post(url("revisions_unschedule", q.pk, r.pk)),
    ),
    "lock": (None, lambda c, q, _: c.post(url("lock", q.pk))),
    "unlock": (locked, lambda c, q, _: c.post(url("unlock", q.pk))),
    "approve": (in_workflow, lambda c, q, a: c.post(url("workflow_action", *a))),
    "tag": (None, lambda c, q, _: bulk(c, "add_tags", q, tags="phí")),
    "untag": (
        lambda q: (q.tags.add("phí"), q.save()),
        lambda c, q, _: bulk(c, "remove_tags", q, tags="phí"),
    ),
    "retire": (None, lambda c, q, _: bulk(c, "retire", q)),
    "move away": (
        None,
        lambda c, q, _: bulk(c, "move", q, category=category("Chung").pk),
    ),
    "move here": (
        free_one,
        lambda c, q, free: bulk(c, "move", free, category=q.category_id),
    ),
    "edit to here": (
        free_one,
        lambda c, q, free: c.post(
            url("edit", free.pk), edited(free) | {"category": q.category_id}
        ),
    ),
    "add": (None, lambda c, q, _: c.post(url("add"), edited(q) | {"code": "MOI"})),
    "import": (
        None,
        lambda c, q, _: c.post(
            f"{sent(c, [draft(code='NHAP')])}confirm/", settings_for(q.category)
        ),
    ),
}


def goes_through(door: str, row: Question, client) -> bool:
    ready, go = DOORS[door]
    prepared = ready and ready(row)
    row, before = Question.objects.get(pk=row.pk), state()
    go(client, row, prepared)
    return state() != before


@pytest.mark.parametrize(("who", "may"), PEOPLE.items())
@pytest.mark.parametrize("door", DOORS)
def test_door__opens_to_the_group_in_charge_only(
    door, who, may, shelf, people, as_user
):
    row = question(shelf=shelf)
    assert goes_through(door, row, as_user(people[who])) is may


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("door", ["edit", "delete", "retire", "add", "move here"])
def test_shelf_of_nobody__is_open_to_all(door, who, people, as_user):
    row = question(shelf=category("Chung", "Nhỏ"))
    assert goes_through(door, row, as_user(people[who]))


@pytest.mark.parametrize("who", PEOPLE)
def test_reading__is_for_all(who, shelf, people, as_user):
    row, client = question(shelf=shelf, text="Ai cũng xem được?"), as_user(people[who])
    assert row.title in shown(client)
    for page in (
        url("inspect", row.pk),
        url("copy", row.pk),
        url("history", row.pk),
        url("revisions_view", row.pk, row.latest_revision_id),
        reverse(f"{Question.snippet_viewset.chooser_viewset.name}:choose"),
    ):
        assert client.get(page).status_code == 200, page


def test_refusal__names_the_shelf_its_group_and_what_to_do(shelf, people, as_user):
    row, client = question(shelf=shelf), as_user(people["other"])
    told = f"nhóm câu hỏi “{shelf}” do “{SHHS}” phụ trách. Nhờ một người"
    for reply in (
        client.post(url("edit", row.pk), edited(row)),
        client.get(url("revisions_revert", row.pk, row.latest_revision_id)),
        client.post(url("delete", row.pk)),
    ):
        assert told in said(reply)
    saved = client.post(
        url("edit", row.pk), edited(row), headers={"accept": "application/json"}
    )
    assert (saved.status_code, told in saved.json()["error_message"]) == (403, True)
    reply = client.post(url("add"), edited(row) | {"code": "MOI"})
    assert f"“{SHHS}” phụ trách nhóm này" in str(reply.context["form"].errors)


def test_forms__offer_only_open_shelves(shelf, people, as_user):
    client, free = as_user(people["other"]), category("Chung")
    move = reverse("wagtail_bulk_action", args=["questions", "question", "move"])
    for page in (
        url("add"),
        f"{move}?id={question(shelf=free).pk}",
        sent(client, [draft()]),
    ):
        field = client.get(page).context["form"].fields["category"]
        assert list(field.queryset) == [free], page


def test_nested_shelf__of_another_group__is_that_groups(shelf, people):
    keep(category("Số hóa", "1. Căn cứ"), DVCTT)
    row, above = question(shelf=shelf), question(shelf=category("Số hóa"))
    assert shelf.group_in_charge().name == DVCTT
    assert closed_to(people["own"], [row, above]) == [row]
    assert closed_to(people["other"], [row, above]) == [above]
    assert closed_to(people["no group"], [row, above]) == [row, above]
    assert not closed_to(people["superuser"], [row, above])


def test_shelf__with_a_longer_name__is_not_inside(shelf, people):
    sister = category("Số hóa nâng cao")
    assert not closed_to(people["other"], [sister])


def test_move_across_groups__needs_both(shelf, people, as_user):
    there = keep(category("Dịch vụ công"), DVCTT)
    row, both = question(shelf=shelf), member(CONTENT_MANAGERS, "Cả hai")
    both.groups.add(*Group.objects.filter(name__in=[SHHS, DVCTT]))
    for who in (people["own"], people["other"]):
        bulk(as_user(who), "move", row, category=there.pk)
        assert Question.objects.get(pk=row.pk).category == shelf
    bulk(as_user(both), "move", row, category=there.pk)
    row = Question.objects.get(pk=row.pk)
    assert row.category == there
    assert closed_to(people["own"], [row])
    assert not closed_to(people["other"], [row])


def test_draft_on_another_groups_shelf__is_closed_to_both(shelf, people):
    row = question(shelf=shelf)
    row.category = keep(category("Dịch vụ công"), DVCTT)
    row.save_revision()
    assert closed_to(people["own"], [row])
    assert closed_to(people["other"], [row])
    Question.objects.get(pk=row.pk).unpublish()
    assert closed_to(people["own"], [row])
    assert not closed_to(people["other"], [row])


def test_bulk__takes_the_open_ones_and_names_the_rest(shelf, people, as_user):
    closed, free = question(shelf=shelf), question(shelf=category("Chung"))
    client = as_user(people["other"])
    page = reverse("wagtail_bulk_action", args=["questions", "question", "retire"])
    seen = client.get(f"{page}?id={closed.pk}&id={free.pk}").content.decode()
    assert "anh/chị không được sửa" in seen
    bulk(client, "retire", closed, free)
    assert list(Question.objects.exclude(retired_on=None)) == [free]


def test_list__offers_no_button_to_change_the_closed(shelf, people, as_user):
    closed, free = question(shelf=shelf), question(shelf=category("Chung"))
    client = as_user(people["other"])
    html = shown(client)
    for name in ("edit", "delete"):
        assert f'"{url(name, free.pk)}' in html
        assert f'"{url(name, closed.pk)}' not in html
    assert url("inspect", closed.pk) in html
    assert reverse("question_regrade", args=[free.pk]) in html
    assert reverse("question_regrade", args=[closed.pk]) not in html
    inspected = client.get(url("inspect", closed.pk)).content.decode()
    assert url("edit", closed.pk) not in inspected


def asked(client) -> tuple[int, int]:
    """Queries of the list, the second time: those about rights, and all."""
    shown(client)
    with CaptureQueriesContext(connection) as queries:
        shown(client)
    return len([q for q in queries if "ORDER BY LENGTH(" in q["sql"]]), len(queries)


def test_list__asks_once_for_all_rows(people, as_user):
    questions(3, category())
    few, none = asked(as_user(people["other"])), asked(as_user(people["superuser"]))
    questions(40, category("Khác"))
    assert asked(as_user(people["other"])) == few
    assert asked(as_user(people["superuser"])) == none
    assert (few[0], none[0]) == (1, 0)


def test_policy__says_the_same(shelf, people):
    policy, row = ShelfPermissionPolicy(Question), question(shelf=shelf)
    for who, may in PEOPLE.items():
        for action in ("change", "delete", "publish"):
            told = policy.user_has_permission_for_instance(people[who], action, row)
            assert told is may
        assert policy.user_has_permission_for_instance(people[who], "view", row)
        changeable = policy.instances_user_has_permission_for(people[who], "change")
        assert (row in changeable) is may
