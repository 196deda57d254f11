"""The list of certificates without a paper in /cms/, and trying them again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certificates.cures import CURES
from certificates.models import Certificate
from certificates.services import render, render_many
from certificates.troubles import Trouble
from certificates.waiting import causes, queue_at
from tests.certificates.factories import AT, a_certificate, an_award
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
TOO_LONG = "Ban Quản lý dự án đầu tư xây dựng " * 250
LIST, QUEUE = "unfinished_papers", "papers_in_turn"


@pytest.fixture
def admin(as_user):
    return as_user(UserFactory(is_superuser=True, full_name="Quản Trị Viên"))


def in_state(at=AT, **state) -> Certificate:
    """A certificate without a paper, as the workers left it."""
    certificate = an_award(at=at)
    if state:
        Certificate.objects.filter(pk=certificate.pk).update(**state)
    return certificate


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


def test_list__begins_with_the_causes_and_what_ends_them(admin):
    for _ in range(3):
        in_state(attempts=1, trouble="key", trouble_detail="khóa “so”")
    in_state(attempts=2, trouble="full")
    in_state(attempts=2)
    found = causes()
    assert [(c.trouble, c.count) for c in found] == [
        (Trouble.KEY, 3), (Trouble.FULL, 1), (Trouble.CUT, 1),
    ]  # fmt: skip
    assert found[0].detail == "khóa “so”"
    html = admin.get(reverse(LIST)).content.decode()
    assert "Gặp trục trặc: 5 giấy" in html
    assert "Thử lại 3 giấy này" in html
    assert "CERTIFICATE_KEYS" in html


def test_cures__of_every_trouble():
    assert set(CURES) == set(Trouble)


def test_list__is_narrowed_to_a_cause(admin):
    keyless, full = (
        in_state(attempts=1, trouble="key"),
        in_state(attempts=1, trouble="full"),
    )
    cut = in_state(attempts=2)
    html = admin.get(reverse(LIST), {"cause": "key"}).content.decode()
    assert keyless.serial in html
    assert full.serial not in html
    html = admin.get(reverse(LIST), {"cause": "cut"}).content.decode()
    assert cut.serial in html
    assert keyless.serial not in html
    html = admin.get(reverse(LIST), {"cause": "rain"}).content.decode()
    assert keyless.serial in html


def test_healthy_queue__is_counted_apart_and_not_retried(admin):
    now = timezone.now()
    later = now + timedelta(minutes=5)
    poisoned = in_state(attempts=1, trouble="long", retry_at=later)
    waits = in_state(at=now - timedelta(minutes=2))
    made = in_state(at=now, attempts=1, retry_at=later)
    queue = queue_at(now)
    assert (queue.waiting, queue.making, queue.is_stuck) == (1, 1, False)
    assert queue.oldest == now - timedelta(minutes=2)
    html = admin.get(reverse(LIST)).content.decode()
    assert waits.serial not in html
    assert made.serial not in html
    assert "1 giấy chờ tới lượt" in html
    assert "1 giấy đang tạo" in html
    html = admin.get(reverse(QUEUE)).content.decode()
    assert poisoned.serial not in html
    assert "Thử lại" not in html
    assert html.index(waits.serial) < html.index(made.serial)
    assert "Đang tạo" in html


def test_second_try_after_a_cut__says_that_it_is_made_again(admin):
    in_state(attempts=2, retry_at=timezone.now() + timedelta(minutes=5))
    html = admin.get(reverse(LIST)).content.decode()
    assert "đang tạo lại" in html
    assert str(Trouble.CUT.label) in html


def test_long_wait_and_nothing_made__warns_that_no_worker_runs(admin):
    now = timezone.now()
    in_state(at=now - timedelta(minutes=9))
    assert "worker có lẽ không chạy" not in admin.get(reverse(LIST)).content.decode()
    in_state(at=now - timedelta(minutes=11))
    for page in (LIST, QUEUE):
        assert "worker có lẽ không chạy" in admin.get(reverse(page)).content.decode()


def test_long_wait_while_papers_are_made__is_a_long_queue():
    now = timezone.now()
    in_state(at=now - timedelta(minutes=11))
    render(certificate=an_award(), at=now - timedelta(minutes=1))
    assert not queue_at(now).is_stuck
    assert queue_at(now + timedelta(minutes=10)).is_stuck


def test_retry_long_due__warns_too():
    now = timezone.now()
    in_state(attempts=3, trouble="full", retry_at=now - timedelta(minutes=11))
    assert queue_at(now).is_stuck


def test_empty__says_that_all_is_well(admin):
    html = admin.get(reverse(LIST)).content.decode()
    assert "Không giấy nào gặp trục trặc" in html
    assert "Không giấy nào chờ tới lượt" in html


@pytest.mark.parametrize("way", ["one", "certificate", "all", "cause"])
def test_retry__ends_the_pause(
    admin, poisoned, queued, way, django_capture_on_commit_callbacks
):
    value = "long" if way == "cause" else poisoned.pk
    healthy = an_award()
    queued.clear()
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin.post(reverse(LIST), {way: value}, follow=True)
    assert healthy.pk not in [key for _name, keys in queued for key in keys]
    assert "1 giấy được thử lại ngay" in answer.content.decode()
    assert ("certificates.render_certificates", [poisoned.pk]) in queued
    assert Certificate.objects.get(pk=poisoned.pk).retry_at is None


@pytest.mark.parametrize(
    "posted", [{}, {"one": "x"}, {"certificate": "987654"}, {"cause": "key"}]
)
def test_retry__of_nothing_is_said(admin, poisoned, posted):
    answer = admin.post(reverse(LIST), posted, follow=True)
    assert "Chưa chọn giấy nào đang gặp trục trặc" in answer.content.decode()
    assert Certificate.objects.get(pk=poisoned.pk).retry_at


def test_list__is_closed_to_others(as_user, poisoned):
    trainee = as_user(UserFactory())
    for ask in (trainee.get, trainee.post):
        assert ask(reverse(LIST)).status_code in {302, 403}
    assert trainee.get(reverse(QUEUE)).status_code in {302, 403}


@pytest.mark.parametrize("page", [LIST, QUEUE])
def test_lists__same_queries_for_many(admin, page, django_assert_max_num_queries):
    for _ in range(12):
        in_state(attempts=1, trouble="full", retry_at=AT)
        an_award()
    admin.get(reverse(page))
    with django_assert_max_num_queries(19):
        admin.get(reverse(page))
