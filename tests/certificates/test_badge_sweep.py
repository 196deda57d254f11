"""Every kind of paper has its badge; one that cannot be signed stops no other."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone

from certificates.credentials.badge import badge
from certificates.models import Certificate, Credential
from certificates.models.certificates import Kind
from certificates.seals.making import make_key
from certificates.services import sign_due
from tests.certificates.factories import a_certificate, an_issuer
from tests.certificates.verifiers import SITE
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture(autouse=True)
def keys(tmp_path, settings) -> Path:
    settings.SITE_URL = SITE
    settings.CERTIFICATE_KEYS = str(tmp_path / "keys")
    make_key(
        name="TT-2022",
        organisation="Trung tâm Phục vụ hành chính công",
        folder=tmp_path / "keys",
        at=datetime(2022, 1, 1, tzinfo=UTC),
        years=20,
        phrase="",
    )
    cache.clear()
    return tmp_path / "keys"


def a_signed_one(**options) -> Certificate:
    return a_certificate(issuer=an_issuer(key_name="TT-2022"), **options)


@pytest.fixture
def spoilt(monkeypatch) -> Certificate:
    """A paper of which no badge can be made."""
    certificate = a_signed_one()

    def said(award, form):
        if award.serial == certificate.serial:
            raise KeyError(award.kind)
        return badge(award, form)

    monkeypatch.setattr("certificates.services.credentials.badge", said)
    return certificate


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_of_paper_has_its_badge(kind):
    certificate = a_signed_one(kind=kind)
    assert sign_due(at=NOW) == 1
    said = json.loads(Credential.objects.get(certificate=certificate).document)
    achievement = said["credentialSubject"]["achievement"]
    assert achievement["achievementType"].startswith("Certificate")


def test_one_that_fails_waits_longer_each_time__others_go_on(caplog, spoilt):
    good = a_signed_one(holder=UserFactory(full_name="Lê Văn An"))
    tries = [sign_due(at=NOW + timedelta(seconds=s)) for s in (0, 20, 31, 61, 92)]
    assert tries == [1, 0, 0, 0, 0]
    assert Credential.objects.get().certificate == good
    assert (
        caplog.text.count(f"not signed: {{'certificate': <Certificate: {spoilt}>") == 3
    )


def test_many_that_fail_do_not_stand_before_the_others(monkeypatch, spoilt):
    monkeypatch.setattr("certificates.services.badge_sweep.SWEEP_LIMIT", 1)
    a_signed_one(holder=UserFactory(full_name="Lê Văn An"))
    assert [sign_due(at=NOW), sign_due(at=NOW)] == [0, 1]
