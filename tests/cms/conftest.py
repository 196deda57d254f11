"""People of the editor, with the rights the set-up gives them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages

from courses.models import CourseIndexPage
from lms.roles import CONTENT_MANAGERS, TRAINERS, ensure_roles
from tests.factories import CourseFactory, UserFactory


@pytest.fixture
def course(db):
    """A published course below the catalogue, and the groups of the set-up."""
    course = CourseFactory(code="SHHS", title="Số hóa hồ sơ")
    ensure_roles(courses=CourseIndexPage.objects.get())
    return course


def member(group: str, name: str):
    user = UserFactory(full_name=name, password="mot-cua-2022")
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def trainer(course):
    return member(TRAINERS, "Trần Thị Bích Ngọc")


@pytest.fixture
def manager(course):
    return member(CONTENT_MANAGERS, "Đặng Hoàng Long")


@pytest.fixture
def admin(as_user, course):
    return as_user(UserFactory(full_name="Quản trị", is_superuser=True))


@pytest.fixture
def said():
    """The words shown after a response, whichever page will show them."""

    def said(response) -> str:
        return " ".join(str(m) for m in get_messages(response.wsgi_request))

    return said
