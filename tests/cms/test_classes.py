"""Classes in /cms/: administrators make them and enrol; trainers look."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from enrolments.models import Enrolment, TrainingClass
from tests.factories import (
    CourseFactory,
    EnrolmentFactory,
    TrainingClassFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

INDEX, ADD = "classes:index", "classes:add"


def written(course, **changes) -> dict:
    return {
        "code": "SHHS-2", "title": "Số hóa hồ sơ, đợt 2", "course": course.pk,
        "mode": "online", "opens_on": "05/4/2023", "due_on": "05/5/2023",
        "decision_number": "", "decision_on": "",
    } | changes  # fmt: skip


def test_manager__opens_a_class_with_dates_as_written_here(as_user, manager, course):
    response = as_user(manager).post(reverse(ADD), written(course))
    assert response.url == reverse(INDEX)
    made = TrainingClass.objects.get()
    assert (made.opens_on, made.due_on) == (date(2023, 4, 5), date(2023, 5, 5))


def test_class__due_before_opening_is_said_in_words(as_user, manager, course):
    data = written(course, due_on="04/4/2023")
    response = as_user(manager).post(reverse(ADD), data)
    assert "Hạn hoàn thành đứng trước ngày khai giảng" in response.content.decode()
    assert not TrainingClass.objects.exists()


def test_class__with_learners_keeps_its_course(as_user, manager, course):
    group = EnrolmentFactory(
        training_class=TrainingClassFactory(course=course, code="SHHS-2")
    ).training_class
    other = CourseFactory(code="KHAC")
    edit = reverse("classes:edit", args=[group.pk])
    as_user(manager).post(edit, written(other, title="Tên mới"))
    group.refresh_from_db()
    assert (group.title, group.course_id) == ("Tên mới", course.pk)


def test_list__counts_learners_with_a_fixed_number_of_queries(
    as_user, manager, course, django_assert_max_num_queries
):
    for _ in range(5):
        group = TrainingClassFactory(course=course)
        EnrolmentFactory.create_batch(2, training_class=group)
    client = as_user(manager)
    client.get(reverse(INDEX))
    with django_assert_max_num_queries(14):
        page = client.get(reverse(INDEX)).content.decode()
    assert page.count("Số hóa hồ sơ") == 5
    assert "Đang học" in page


def test_trainer__reads_classes_but_changes_nothing(as_user, trainer, course):
    group = EnrolmentFactory(
        training_class=TrainingClassFactory(course=course)
    ).training_class
    client = as_user(trainer)
    page = client.get(reverse(INDEX)).content.decode()
    look = reverse("classes:inspect", args=[group.pk])
    assert look in page
    assert reverse(ADD) not in page
    assert "Đã ghi danh" in client.get(look).content.decode()
    for name, args in [("add", []), ("edit", [group.pk]), ("delete", [group.pk])]:
        address = reverse(f"classes:{name}", args=args)
        assert client.post(address, {}).url == reverse("wagtailadmin_home")
    assert client.post(reverse("classes:enrol", args=[group.pk])).url == reverse(INDEX)


def enrol(client, group, code):
    address = reverse("classes:enrol", args=[group.pk])
    return client.post(address, {"staff_code": code})


def test_manager__enrols_one_person_by_staff_code_once(as_user, manager, course, said):
    group = TrainingClassFactory(course=course)
    person = UserFactory(staff_code="BRVT-0001", full_name="Lê Thị Nhung")
    client = as_user(manager)
    for _ in range(2):
        assert "Lê Thị Nhung" in said(enrol(client, group, " brvt-0001 "))
    assert Enrolment.objects.get().learner == person


@pytest.mark.parametrize("is_known", [False, True])
def test_enrolling__who_is_unknown_or_locked_is_refused(
    as_user, manager, course, is_known
):
    group = TrainingClassFactory(course=course)
    if is_known:
        UserFactory(staff_code="BRVT-0001", is_active=False)
    page = enrol(as_user(manager), group, "BRVT-0001").content.decode()
    assert "Không có cán bộ đang hoạt động mang mã này" in page
    assert not Enrolment.objects.exists()


def test_enrolling__in_a_closed_class_is_refused(as_user, manager, course):
    group = TrainingClassFactory(course=course, closed_at="2022-12-01T00:00:00Z")
    UserFactory(staff_code="BRVT-0001")
    page = enrol(as_user(manager), group, "BRVT-0001").content.decode()
    assert "đã bế giảng" in page
    assert not Enrolment.objects.exists()
