"""The register: one number per award, no gaps, whatever happens at the same time."""

import uuid
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction
from kombu.exceptions import OperationalError

from certificates import tasks
from certificates.models import Certificate, Register
from certificates.services import render_pending
from lms.celery import app
from tests.certificates.factories import AT, a_certificate, an_award, an_issuer
from tests.factories import UserFactory
from tests.parallel import at_once


@pytest.mark.django_db(transaction=True)
def test_serials__twenty_completions_at_once():
    issuer = an_issuer()
    holders = [UserFactory() for _ in range(20)]
    issued = at_once(*(partial(an_award, h, issuer=issuer) for h in holders))
    assert sorted(c.serial for c in issued) == [
        f"{n:04d}/2022/TTPVHCC" for n in range(1, 21)
    ]
    assert len({c.code for c in issued}) == 20
    assert Register.objects.get().next_number == 21


@pytest.mark.django_db(transaction=True)
def test_award__asked_for_eight_times_at_once():
    issuer, holder, award = an_issuer(), UserFactory(), uuid.uuid4()
    issued = at_once(*8 * [partial(an_award, holder, issuer=issuer, award=award)])
    assert len({c.pk for c in issued}) == 1
    assert Register.objects.get().next_number == 2


@pytest.mark.django_db(transaction=True)
def test_number__given_back_by_a_rollback():
    an_award()
    with transaction.atomic():
        an_award()
        transaction.set_rollback(True)
    assert an_award().number == 2


@pytest.mark.django_db
def test_award__twice():
    award, holder = uuid.uuid4(), UserFactory()
    first = an_award(holder, award=award)
    second = an_award(holder, award=award, at=AT + timedelta(days=400))
    assert first == second
    assert Certificate.objects.count() == 1


@pytest.mark.django_db
def test_serials__of_two_issuers_and_two_years():
    other = an_issuer("SNV")
    serials = [
        an_award().serial,
        an_award(issuer=other).serial,
        an_award(at=AT + timedelta(days=60)).serial,
        an_award().serial,
    ]
    assert serials == [
        "0001/2022/TTPVHCC",
        "0001/2022/SNV",
        "0001/2023/TTPVHCC",
        "0002/2022/TTPVHCC",
    ]


@pytest.mark.django_db
def test_year__is_the_local_one_at_midnight():
    """1 January in Vietnam is still 31 December in UTC."""
    new_year = AT.replace(month=12, day=31, hour=23, minute=59) + timedelta(minutes=2)
    assert an_award(at=new_year).serial == "0001/2023/TTPVHCC"


@pytest.mark.django_db
def test_facts__stay_when_issuer_and_holder_change():
    certificate = an_award()
    issuer, holder = certificate.register.issuer, certificate.holder
    issuer.signer_name, holder.full_name = "Trần Thị Mới", "Lê Thị Khác"
    issuer.save()
    holder.save()
    certificate.refresh_from_db()
    assert certificate.facts["signer_name"] == "Nguyễn Văn Bình"
    assert certificate.facts["name"] == "Lê Thị Hồng Nhung"


@pytest.mark.django_db(transaction=True)
def test_issuing__queues_a_task_that_exists_once_committed(queued):
    with transaction.atomic():
        certificate = an_award()
        assert queued == []
    assert queued == [(tasks.render_certificates.name, [certificate.pk])]
    assert queued[0][0] in app.tasks


@pytest.mark.django_db(transaction=True)
def test_issuing__with_the_broker_down(monkeypatch, caplog):
    """The award stands, nobody sees an error, and the sweep draws the paper."""

    def refuse(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(app, "send_task", refuse)
    certificate = an_award()
    assert "certificates.render_certificates is left for later" in caplog.text
    assert "Traceback" not in caplog.text
    assert render_pending(at=AT + timedelta(minutes=1)) == 1
    certificate.refresh_from_db()
    assert certificate.is_ready


@pytest.mark.django_db
def test_issuing__few_queries(django_assert_max_num_queries):
    a_certificate()  # the register is there
    holder, issuer = UserFactory(), an_issuer()
    with django_assert_max_num_queries(8):  # two of them the savepoint's
        an_award(holder, issuer=issuer)
