"""Mails that did not reach the holder, in /cms/: read, found, sent again."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.urls import reverse

from certificates.models import Notice
from certificates.services import correct_name, plan_notices, send_again, send_notice
from tests.certificates.factories import AT, a_certificate
from tests.certificates.test_register import revoked
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
DESK = "certificate_notices"
LATER = AT + timedelta(hours=1)


@pytest.fixture
def clerk(as_user):
    user = UserFactory(full_name="Phạm Thị Văn Thư")
    for right in ("access_admin", "view_certificate", "replace_certificate"):
        user.user_permissions.add(Permission.objects.get(codename=right))
    client = as_user(user)
    client.user = user
    return client


def a_notice(name="Lê Thị Hồng Nhung", email="nhung@brvt.vn", **state) -> Notice:
    a_certificate(UserFactory(full_name=name, email=email))
    plan_notices(at=AT)
    notice = Notice.objects.order_by("pk").last()
    Notice.objects.filter(pk=notice.pk).update(**state)
    notice.refresh_from_db()
    return notice


def failed(name="Lê Thị Hồng Nhung", email="nhung@brvt.vn") -> Notice:
    said = "550 no such person"
    return a_notice(name, email, state="failed", attempts=8, error=said)


def text(client, **asked) -> str:
    return client.get(reverse(DESK), asked).content.decode()


def test_list__what_did_not_arrive(clerk):
    lost = failed()
    waits = a_notice("Trần Văn Nam", "nam@brvt.vn")
    sent = a_notice("Đỗ Ửng Hoè", "hoe@brvt.vn", state="sent", sent_at=AT)
    html = text(clerk)
    for said in ("Lê Thị Hồng Nhung", "nhung@brvt.vn", "550 no such person"):
        assert said in html
    assert lost.entry.certificate.serial in html
    assert waits.to in html
    assert sent.to not in html
    assert "hoe@brvt.vn" in text(clerk, state="all")
    assert "nam@brvt.vn" not in text(clerk, state="failed")


@pytest.mark.parametrize("words", ["do ung hoe", "hoe@", "0001/2022"])
def test_search__by_name_address_number(clerk, words):
    failed("Đỗ Ửng Hoè", "hoe@brvt.vn")
    failed("Trần Văn Nam", "nam@brvt.vn")
    html = text(clerk, q=words)
    assert "hoe@brvt.vn" in html
    assert "nam@brvt.vn" not in html


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "Không thư nào chưa tới nơi"),
        ({"state": "sent"}, "Không thư nào ở tình trạng này"),
        ({"q": "x"}, "Không thư nào như anh/chị tìm"),
    ],
)
def test_empty__says_so(clerk, asked, said):
    assert said in text(clerk, **asked)


@pytest.mark.parametrize("way", ["one", "notice"])
def test_send_again__begins_the_tries_anew(
    clerk, queued, way, django_capture_on_commit_callbacks
):
    lost = failed()
    lost.recipient.email = "nhung.moi@brvt.vn"
    lost.recipient.save()
    with django_capture_on_commit_callbacks(execute=True):
        answer = clerk.post(reverse(DESK), {way: lost.pk}, follow=True)
    assert "1 thư được gửi lại ngay" in answer.content.decode()
    assert ("certificates.send_notice", lost.pk) in queued
    lost.refresh_from_db()
    assert (lost.state, lost.attempts, lost.to) == ("pending", 0, "nhung.moi@brvt.vn")
    assert lost.error == "550 no such person", "until it is taken"
    assert lost.asked_again_by == clerk.user
    assert "Phạm Thị Văn Thư cho gửi lại" in answer.content.decode()
    answer = clerk.post(reverse(DESK), {way: lost.pk}, follow=True)
    assert "Chưa chọn thư nào không gửi được" in answer.content.decode()


def test_send_again__all_that_failed(clerk):
    lost, other = failed(), failed("Trần Văn Nam", "nam@brvt.vn")
    sent = a_notice("Đỗ Ửng Hoè", "hoe@brvt.vn", state="sent", sent_at=AT)
    answer = clerk.post(reverse(DESK), {"all": "1"}, follow=True)
    assert "2 thư được gửi lại ngay" in answer.content.decode()
    states = dict(Notice.objects.values_list("pk", "state"))
    assert states == {lost.pk: "pending", other.pk: "pending", sent.pk: "sent"}


def test_send_again__what_is_no_news_is_dropped(clerk):
    lost = failed()
    revoked(lost.entry.certificate)
    answer = clerk.post(reverse(DESK), {"one": lost.pk}, follow=True)
    assert "không cần gửi nữa" in answer.content.decode()
    lost.refresh_from_db()
    assert lost.state == "dropped"


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": None}])
def test_send_again__to_nobody_stays_as_it_is(clerk, change):
    lost = failed()
    type(lost.recipient).objects.filter(pk=lost.recipient.pk).update(**change)
    done = send_again(notices=[lost.pk], by=clerk.user, at=LATER)
    assert done.unreachable == 1
    assert Notice.objects.get().state == "failed"


def test_send_again__is_not_for_who_only_looks(as_user):
    user = UserFactory()
    for right in ("access_admin", "view_certificate"):
        user.user_permissions.add(Permission.objects.get(codename=right))
    lost, client = failed(), as_user(user)
    assert "Gửi lại" not in text(client)
    assert client.post(reverse(DESK), {"one": lost.pk}).status_code in {302, 403}
    assert Notice.objects.get().state == "failed"


def test_list__is_closed_to_others(as_user):
    assert as_user(UserFactory()).get(reverse(DESK)).status_code in {302, 403}


def test_list__same_queries_for_many(clerk, django_assert_max_num_queries):
    for n in range(8):
        failed(email=f"n{n}@brvt.vn")
    text(clerk)
    with django_assert_max_num_queries(16):
        text(clerk)


def test_paper__says_whether_its_holder_was_told(clerk):
    old = failed().entry.certificate
    correct_name(certificate=old, name="Lê Nhung", by=clerk.user, at=AT)
    url = reverse("wagtailsnippets_certificates_certificate:inspect", args=[old.pk])
    assert "Không gửi được thư cho nhung@brvt.vn" in clerk.get(url).content.decode()
    sent = a_notice("Đỗ Ửng Hoè", "hoe@brvt.vn", state="sent", sent_at=AT)
    url = url.replace(str(old.pk), str(sent.entry.certificate_id))
    assert "Đã gửi thư cho hoe@brvt.vn lúc 9 giờ 42" in clerk.get(url).content.decode()


def test_paper__of_a_holder_without_an_address_says_so(clerk):
    paper = a_certificate(UserFactory(email=None))
    url = reverse("wagtailsnippets_certificates_certificate:inspect", args=[paper.pk])
    assert "không có địa chỉ thư điện tử" in clerk.get(url).content.decode()


def test_a_needless_mail__has_not_failed(clerk):
    notice = a_notice()
    revoked(notice.entry.certificate)
    assert not send_notice(pk=notice.pk, at=LATER)
    notice.refresh_from_db()
    assert (notice.state, notice.sent_at) == ("dropped", None)
    assert "thay thế hoặc thu hồi" in notice.error
    assert "nhung@brvt.vn" in text(clerk, state="dropped")


def test_migration__what_was_needless_has_not_failed():
    why = "Không cần nữa: giấy đã được thay thế hoặc thu hồi."
    needless, lost = a_notice(email="x@brvt.vn", state="failed", error=why), failed()
    name = "certificates.migrations.0016_notices_are_dropped_or_sent_again"
    import_module(name).drop_what_was_needless(apps, None)
    states = dict(Notice.objects.values_list("pk", "state"))
    assert states == {needless.pk: "dropped", lost.pk: "failed"}
