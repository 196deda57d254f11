"""What the groups of the editors may do, by logging in as one of them."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse

from accounts.models import User
from courses.models import CoursePage, LessonPage, ModulePage
from lms.roles import CONTENT_MANAGERS, TRAINERS
from tests.factories import CourseFactory, LessonFactory, ModuleFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson():
    call_command("set_up_site")
    return LessonFactory(module=ModuleFactory(course=CourseFactory()))


def member_of(group: str) -> User:
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    return user


def test_set_up_site__twice_changes_nothing(lesson):
    before = Group.objects.get(name=TRAINERS)
    before.permissions.clear()
    call_command("set_up_site")
    assert Group.objects.get(name=TRAINERS).permissions.count() == 0
    assert Group.objects.filter(name__in=[TRAINERS, CONTENT_MANAGERS]).count() == 2


def test_set_up_site__after_an_update(lesson, capsys):
    managers = Group.objects.get(name=CONTENT_MANAGERS)
    taken = managers.permissions.get(codename="revoke_certificate")
    managers.permissions.remove(taken)
    capsys.readouterr()
    call_command("set_up_site")
    told = capsys.readouterr().out
    assert "Nhóm Quản trị nội dung chưa có: certificates.revoke_certificate." in told
    assert taken not in managers.permissions.all()
    call_command("set_up_site", "--grant")
    assert taken in managers.permissions.all()
    assert "chưa có" not in capsys.readouterr().out


def test_trainer__writes_lessons_modules_and_questions(lesson, as_user):
    client = as_user(member_of(TRAINERS))
    module = lesson.get_parent()
    for url in [
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_pages:edit", args=[lesson.pk]),
        reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk]),
        reverse(
            "wagtailadmin_pages:add",
            args=["courses", "modulepage", module.get_parent().pk],
        ),
        reverse("wagtailsnippets_questions_question:add"),
        reverse("wagtailsnippets_legal_legalbasis:list"),
        reverse("wagtailimages:add"),
        reverse("wagtaildocs:add"),
    ]:
        assert client.get(url).status_code == 200, url


def test_trainer__publishes_but_does_not_manage_people(lesson, as_user):
    trainer = member_of(TRAINERS)
    assert lesson.permissions_for_user(trainer).can_publish()
    assert not lesson.get_parent().permissions_for_user(trainer).can_delete()
    answer = as_user(trainer).get(reverse("wagtailusers_users:index"))
    assert answer.status_code != 200


def test_content_manager__may_take_pages_away(lesson, as_user):
    manager = member_of(CONTENT_MANAGERS)
    assert lesson.get_parent().specific.permissions_for_user(manager).can_delete()
    assert {CoursePage, ModulePage, LessonPage} <= {
        type(p.specific) for p in lesson.get_ancestors(inclusive=True)
    }


def test_learner__stays_out_of_the_editor(lesson, as_user):
    answer = as_user(UserFactory()).get(reverse("wagtailadmin_home"))
    assert answer.status_code != 200
