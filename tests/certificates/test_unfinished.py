"""The list of certificates without a paper in /cms/, and trying them again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from certificates.models import Certificate
from certificates.services import render_many
from tests.certificates.factories import AT, a_certificate, an_award
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
TOO_LONG = "Ban Quản lý dự án đầu tư xây dựng " * 250
LIST = "unfinished_papers"


@pytest.fixture
def admin(as_user):
    return as_user(UserFactory(is_superuser=True, full_name="Quản Trị Viên"))


@pytest.fixture
def poisoned():
    certificate = an_award(UserFactory(full_name="Đỗ Ửng Hoè"), agency=TOO_LONG)
    render_many(keys=[certificate.pk], at=AT + timedelta(minutes=1))
    return certificate


def test_list__tells_why_how_often_and_when_next(admin, poisoned):
    ready = a_certificate()
    Certificate.objects.pending().update(retry_at=AT + timedelta(days=90_000))
    html = admin.get(reverse(LIST)).content.decode()
    for said in (poisoned.serial, "Đỗ Ửng Hoè", "dài quá một trang"):
        assert said in html
    assert ready.serial not in html


@pytest.mark.parametrize("way", ["one", "certificate", "all"])
def test_retry__ends_the_pause(
    admin, poisoned, queued, way, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin.post(reverse(LIST), {way: poisoned.pk}, follow=True)
    assert "1 giấy được thử lại ngay" in answer.content.decode()
    assert ("certificates.render_certificates", [poisoned.pk]) in queued
    assert Certificate.objects.get(pk=poisoned.pk).retry_at is None


@pytest.mark.parametrize("posted", [{}, {"one": "x"}, {"certificate": "987654"}])
def test_retry__of_nothing_is_said(admin, poisoned, posted):
    answer = admin.post(reverse(LIST), posted, follow=True)
    assert "Chưa chọn giấy nào còn chờ" in answer.content.decode()
    assert Certificate.objects.get(pk=poisoned.pk).retry_at


def test_list__is_closed_to_others(as_user, poisoned):
    trainee = as_user(UserFactory())
    for ask in (trainee.get, trainee.post):
        assert ask(reverse(LIST)).status_code in {302, 403}


def test_list__same_queries_for_many(admin, django_assert_max_num_queries):
    for _ in range(12):
        an_award()
    admin.get(reverse(LIST))
    with django_assert_max_num_queries(14):
        admin.get(reverse(LIST))
