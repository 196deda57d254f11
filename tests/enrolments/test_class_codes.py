"""A class's code stands in addresses: what an address cannot bear is refused in words."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.codes import address_code, refusal_of
from enrolments.models import TrainingClass
from enrolments.services.opening import CodeRefusedError, copy_class, open_class
from tests.factories import CourseFactory, TrainingClassFactory, UserFactory

pytestmark = pytest.mark.django_db
migration = import_module("enrolments.migrations.0007_class_codes_fit_an_address")
BAD = [
    "a/b",
    "a b",
    "a%b",
    "a#b",
    "a?b",
    "a\\b",
    ".a",
    "a.",
    "-a",
    "LỚP",
    "a\nb",
    "a&b",
]
GOOD = ["SHHS", "DVCTT", "HDND", "SHHS-2022-01", "k.03_b", "7"]


@pytest.mark.parametrize("code", BAD)
def test_a_code_that_no_address_bears__is_refused_everywhere(desk, code):
    assert refusal_of(code)
    group = TrainingClassFactory(organiser=desk["CD"])
    by, at = desk["owner"], timezone.now()
    with pytest.raises(CodeRefusedError):
        copy_class(
            training_class=group, code=code, opens_on=group.opens_on, by=by, at=at
        )
    with pytest.raises(CodeRefusedError):
        open_class(by=by, code=code, title="A", course=group.course, opens_on=at.date())
    with pytest.raises(IntegrityError), transaction.atomic():
        TrainingClassFactory(code=code)


@pytest.mark.parametrize("code", GOOD)
def test_a_code_that_addresses_bear__has_its_pages(desk, code):
    address_code(code)
    group = TrainingClassFactory(organiser=desk["CD"], code=code)
    for name in ("class_manage", "class_edit", "class_meetings"):
        assert desk["client"].get(reverse(name, args=[group.code])).status_code == 200


def said(course, unit, **more) -> dict:
    return {
        "title": "Lớp mới", "code": "K01", "course": course.pk, "unit": unit,
        "opens_on": "21/11/2022", "mode": "online", "attendance_minimum": "0",
    } | more  # fmt: skip


def test_the_forms_of_a_class__say_which_sign_and_what_to_do(desk):
    course = CourseFactory()
    unit = desk["CD"].periods.get().pk
    url = reverse("class_new")
    page = desk["client"].post(url, said(course, unit, code="K/01")).content.decode()
    assert "Mã không dùng được “/”." in page
    page = desk["client"].post(url, said(course, unit, code="K 01")).content.decode()
    assert "“dấu cách”" in page
    group = TrainingClassFactory(organiser=desk["CD"], code="K01")
    page = desk["client"].post(url, said(course, unit, code="k01")).content.decode()
    assert "Mã K01 đã dùng cho lớp khác. Anh/chị chọn mã khác." in page
    edit = reverse("class_edit", args=[group.code])
    page = desk["client"].post(edit, said(course, unit, code="K/01")).content.decode()
    assert "Mã không dùng được “/”." in page
    copy = reverse("class_copy", args=[group.code])
    page = desk["client"].post(copy, {"code": "K/02", "opens_on": "21/11/2023"})
    assert "Mã không dùng được “/”." in page.content.decode()


def test_the_admin__refuses_it_too(client):
    client.force_login(UserFactory(is_superuser=True))
    course = CourseFactory()
    page = client.post("/cms/classes/new/", said(course, "", code="K/01"))
    assert "Mã không dùng được “/”." in page.content.decode()
    assert not TrainingClass.objects.exists()


def test_djangos_own_words__are_not_shown(desk):
    course = CourseFactory()
    unit = desk["CD"].periods.get().pk
    TrainingClassFactory(organiser=desk["CD"], code="K01")
    wrong = {
        "opens_on": "hôm nay",
        "attendance_minimum": "150",
        "mode": "x",
        "title": "",
    }
    page = desk["client"].post(reverse("class_new"), said(course, unit, **wrong))
    text = page.content.decode()
    for sentence in (
        "Mã lớp này đã dùng cho lớp khác. Anh/chị chọn mã khác.",
        "Ngày viết như 21/11/2022.",
        "Số nhiều nhất là 100.",
        "Lựa chọn này không còn trong danh sách. Anh/chị chọn lại.",
        "Ô này còn trống. Anh/chị điền vào rồi lưu lại.",
    ):
        assert sentence in text
    for theirs in ("đã tồn tại", "hợp lệ", "bắt buộc"):
        assert theirs not in text


def test_codes_of_before__are_put_right():
    ours = {c.name: c for c in TrainingClass._meta.constraints}
    new = [ours["class_code_fits_an_address"], ours["class_code_once"]]
    with connection.schema_editor() as editor:
        for constraint in new:
            editor.remove_constraint(TrainingClass, constraint)
    codes = ["K01", "k01", "K/01", "K 01", "Lớp/Đ", "///", ".a.", "x" * 40, "X" * 40]
    course = CourseFactory()
    for code in codes:
        TrainingClassFactory(code=code, course=course)
    migration.put_right(apps, None)
    found = list(TrainingClass.objects.order_by("pk").values_list("code", flat=True))
    assert found == [
        "K01", "k01-2", "K-01", "K-01-2", "Lop-D", "LOP", "a", "x" * 40, "X" * 38 + "-2",
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.schema_editor() as editor:
        for constraint in new:
            editor.add_constraint(TrainingClass, constraint)


def test_a_code_put_right__is_nobody_elses():
    assert migration.fitting("K/01", {"k-01", "k-01-2"}) == "K-01-3"
