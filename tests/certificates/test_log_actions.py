"""Each step of a paper's life stands in Wagtail's site history, once, with its person."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from wagtail.models import ModelLogEntry

from certificates.services import (
    correct_name,
    reissue_certificate,
    replace_by_completion,
    withdraw_request,
)
from tests.certificates.factories import a_certificate, a_request
from tests.certificates.test_register import LATER, revoked
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(db):
    return UserFactory(full_name="Phạm Thị Văn Thư", is_superuser=True)


def logged(action: str) -> ModelLogEntry:
    """The one entry of that name; there are never two."""
    return ModelLogEntry.objects.get(action=f"certificates.{action}")


STEPS = {
    "reissue": (reissue_certificate, {"cause": "lost"}, "attestation", "Cấp lại, thay"),
    "complete": (
        replace_by_completion,
        {"cause": "lost"},
        "certificate",
        "Thay bằng giấy chứng nhận hoàn thành khóa học",
    ),
    "correct": (correct_name, {"name": "Lê Nhung"}, "attestation", "Sửa sai, thay"),
}


@pytest.mark.parametrize("action", STEPS)
def test_replacing__is_logged_once(clerk, action):
    does, said, kind, sentence = STEPS[action]
    paper = a_certificate(kind=kind)
    new = does(certificate=paper, by=clerk, at=LATER, **said)
    does(certificate=paper, by=clerk, at=LATER, **said)
    entry = logged(action)
    assert (entry.user, entry.timestamp, entry.label) == (clerk, LATER, paper.serial)
    assert entry.message.startswith(sentence)
    assert new.serial in entry.message


def test_revoking__is_logged_once(clerk):
    paper = a_certificate()
    revoked(paper, by=clerk)
    revoked(paper, by=clerk)
    entry = logged("revoke")
    assert entry.user == clerk
    assert entry.message == "Thu hồi theo Quyết định số 45/QĐ-TTPVHCC"


def test_requests__are_logged_once(clerk):
    paper = a_certificate()
    a_request(paper, by=clerk)
    a_request(paper, by=clerk)
    assert "hẹn trả ngày 28/11/2022" in logged("request").message
    for _ in range(2):
        withdraw_request(certificate=paper, reason="Ghi nhầm", by=clerk, at=LATER)
    assert logged("withdraw_request").message == "Rút đề nghị cấp lại: Ghi nhầm"


def test_command__is_logged_too():
    paper, by = a_certificate(), UserFactory(staff_code="vt-01")
    said = ["--cause", "lost", "--by", "vt-01"]
    call_command("replace_certificate", paper.serial, *said, stdout=StringIO())
    assert logged("reissue").user == by


def test_page__what_was_only_tried_or_failed_is_not_logged(as_user, clerk):
    paper = a_certificate()
    url = reverse("certificate_step", args=[paper.uid, "reissue"])
    as_user(clerk).post(url, {"cause": "lost"})
    assert not ModelLogEntry.objects.filter(action="certificates.reissue").exists()
    with transaction.atomic():
        reissue_certificate(certificate=paper, cause="lost", by=clerk, at=LATER)
        transaction.set_rollback(True)
    assert not ModelLogEntry.objects.filter(action="certificates.reissue").exists()
    as_user(clerk).post(url, {"cause": "lost", "confirmed": "1"})
    assert logged("reissue").user == clerk


def test_site_history__names_the_steps(as_user, clerk):
    paper = a_certificate()
    revoked(paper, by=clerk)
    url = reverse("wagtailadmin_reports:site_history")
    html = as_user(clerk).get(url).content.decode()
    assert paper.serial in html
    assert "Thu hồi theo Quyết định số 45/QĐ-TTPVHCC" in html
    assert "Phạm Thị Văn Thư" in html
