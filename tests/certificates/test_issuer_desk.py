"""Issuers in /cms/: for whom one signs, and with what key."""

import html

import pytest
from django.forms import model_to_dict

from certificates.models import Issuer
from tests.certificates.factories import an_issuer
from tests.certificates.template_forms import snippet_url
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(as_user):
    return as_user(UserFactory(is_superuser=True))


def save(admin, **changed):
    issuer = an_issuer()
    values = model_to_dict(issuer, exclude=["id", "emblem", "seal"])
    url = snippet_url(Issuer, "edit", issuer.pk)
    return admin.post(url, values | changed, follow=True)


def test_signing_for_nobody__is_refused_in_words(admin):
    answer = save(admin, signer_capacity="KT.", signed_for=" ")
    assert "KT." in answer.context["form"].errors["signed_for"][0]
    assert an_issuer().signer_capacity == ""


def test_a_key_that_is_not_there__is_saved_and_said(admin, settings, tmp_path):
    settings.CERTIFICATE_KEYS = str(tmp_path)
    page = html.unescape(save(admin, key_name="KHOA-2022").content.decode())
    assert "không có khóa ký “KHOA-2022”" in page
    assert "KHOA-2022: chưa thấy khóa" in page  # the list
    assert an_issuer().key_name == "KHOA-2022"
    (tmp_path / "KHOA-2022.cert.pem").write_text("")
    page = html.unescape(save(admin, key_name="KHOA-2022").content.decode())
    assert "không có khóa ký" not in page
