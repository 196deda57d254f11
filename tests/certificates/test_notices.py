"""The holder is told of each line that matters, once, over a real SMTP server."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certificates.models import Notice
from certificates.services import (
    correct_name,
    plan_notices,
    reissue_certificate,
    render,
    send_notice,
)
from certificates.tasks import send_notices
from tests.certificates.factories import AT, a_certificate, an_award
from tests.certificates.test_register import LATER, revoked
from tests.enrolments.smtp import smtp_server
from tests.factories import UserFactory
from tests.parallel import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder(db):
    return UserFactory(full_name="Lê Thị Hồng Nhung", email="nhung@brvt.vn")


@pytest.fixture
def server(settings):
    with smtp_server() as listening:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = listening.server_address
        settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 5
        yield listening


def told(at=AT) -> list[Notice]:
    plan_notices(at=at)
    return list(Notice.objects.order_by("pk"))


def test_an_award_is_told_once_its_paper_can_be_downloaded(holder):
    certificate = an_award(holder)
    assert told() == []
    render(certificate=certificate, at=AT)
    (notice,) = told()
    assert told() == [notice]
    assert notice.to == "nhung@brvt.vn"
    assert certificate.serial in notice.body
    assert f"/my/certificates/{certificate.uid}/" in notice.body


def test_a_paper_that_lasts_says_until_when(holder):
    a_certificate(holder, rules={"months": 24})
    assert "đến hết ngày 21/11/2024" in told()[0].body


def test_a_replacement_is_one_mail_that_names_the_old_paper(holder):
    old = a_certificate(holder)
    told()
    new = reissue_certificate(certificate=old, cause="lost", by=holder, at=AT)
    render(certificate=new, at=AT)
    first, second = told()
    assert first.entry.certificate == old
    assert second.subject.startswith(f"Giấy mới thay giấy số {old.serial}")
    assert "bị mất" in second.body


def test_a_withdrawal_names_the_decision_and_the_reason(holder):
    certificate = a_certificate(holder)
    told()
    revoked(certificate)
    notice = told(LATER)[-1]
    assert "Quyết định số 45/QĐ-TTPVHCC ngày 20/12/2022" in notice.body
    assert "gian dối" in notice.body


def test_nobody_is_told_old_news_or_without_an_address(holder):
    a_certificate(UserFactory(email=None))
    gone = UserFactory(email="nghi@brvt.vn", is_active=False)
    a_certificate(gone)
    a_certificate(holder)
    assert told(AT + timedelta(days=4)) == []
    assert [n.recipient for n in told()] == [holder]


def test_in_the_holders_language(holder):
    holder.language = "en"
    holder.save()
    a_certificate(holder)
    assert told()[0].entry.certificate.serial in told()[0].body


def test_send__once_and_readable(server, holder):
    a_certificate(holder)
    (notice,) = told()
    assert send_notice(pk=notice.pk, at=AT)
    assert not send_notice(pk=notice.pk, at=AT)
    assert len(server.taken) == 1
    notice.refresh_from_db()
    assert (notice.state, notice.sent_at) == ("sent", AT)


def test_send__a_refusal_for_the_moment_waits(server, holder):
    a_certificate(holder)
    (notice,) = told()
    server.refusals[:] = ["451 later"]
    assert not send_notice(pk=notice.pk, at=AT)
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == ("pending", 1)
    assert "451" in notice.error
    assert not send_notice(pk=notice.pk, at=AT + timedelta(seconds=59))
    assert send_notice(pk=notice.pk, at=AT + timedelta(minutes=1))


def test_send__a_server_away_for_a_night_loses_no_mail(settings, holder):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    a_certificate(holder)
    (notice,) = told()
    while notice.state == "pending":
        now = notice.retry_at or AT
        send_notice(pk=notice.pk, at=now)
        notice.refresh_from_db()
    assert notice.state == "failed"
    assert timedelta(hours=20) < now - AT < timedelta(hours=30)


def test_send__a_refusal_for_good_fails(server, holder):
    a_certificate(holder)
    (notice,) = told()
    server.refusals[:] = ["550 no such person"]
    send_notice(pk=notice.pk, at=AT)
    notice.refresh_from_db()
    assert notice.state == "failed"
    assert "no such person" in notice.error


def test_send__what_was_replaced_meanwhile_is_not_announced(server, holder):
    old = a_certificate(holder)
    (notice,) = told()
    correct_name(certificate=old, name="Lê Thị Nhung", by=holder, at=AT)
    assert not send_notice(pk=notice.pk, at=AT)
    assert server.taken == []
    assert Notice.objects.get(pk=notice.pk).state == "dropped", "it has not failed"


@pytest.mark.django_db(transaction=True)
def test_send__two_workers_send_once(server):
    a_certificate(UserFactory(email="nhung@brvt.vn"))
    (notice,) = told()
    at_once(*(lambda: send_notice(pk=notice.pk, at=AT) for _n in range(2)))
    assert len(server.taken) == 1


def test_the_sweep_plans_and_queues(holder, queued):
    certificate = an_award(holder, at=timezone.now())
    render(certificate=certificate, at=timezone.now())
    send_notices()
    notice = Notice.objects.get()
    assert ("certificates.send_notice", notice.pk) in queued
