"""The badge on the holder's page: found, understood, taken away."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.core.files.storage import FileSystemStorage
from django.utils import timezone

from certificates.models import Certificate
from certificates.seals.making import make_key
from certificates.services import sign_credential
from tests.certificates.factories import a_certificate, an_issuer
from tests.factories import UserFactory
from tests.parallel import alone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def certificate(tmp_path, settings, monkeypatch) -> Certificate:
    settings.CERTIFICATE_KEYS = str(tmp_path / "keys")
    storage = FileSystemStorage(location=tmp_path / "private")
    monkeypatch.setattr(Certificate._meta.get_field("file"), "storage", storage)
    make_key(
        name="TT-2022",
        organisation="Trung tâm Phục vụ hành chính công",
        folder=tmp_path / "keys",
        at=datetime(2022, 1, 1, tzinfo=UTC),
        years=20,
        phrase="",
    )
    with ThreadPoolExecutor(1) as worker:  # signing wants an event loop of its own
        return worker.submit(alone, a_signed_one).result()


def a_signed_one() -> Certificate:
    holder = UserFactory(full_name="Đỗ Ửng Hoè", staff_code="CB9", password="lua chin")
    made = a_certificate(holder, issuer=an_issuer(key_name="TT-2022"))
    sign_credential(certificate=made, at=timezone.now())
    return made


def test_the_holder_takes_the_badge(certificate, new_page, log_in, axe, shot):
    for width, dark in ((360, False), (360, True), (1366, False), (1366, True)):
        page = new_page(width, dark=dark)
        log_in(page, "CB9", "lua chin")
        page.goto(f"/my/certificates/{certificate.uid}/")
        page.get_by_text("Nơi nhận yêu cầu dạng khác?").click()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        shot(page, f"badge-{width}-{'dark' if dark else 'light'}")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải huy hiệu số").click()
    said = json.loads(download.value.path().read_text())
    assert said["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert download.value.suggested_filename == "huy-hieu-0001-2022-TTPVHCC.json"
