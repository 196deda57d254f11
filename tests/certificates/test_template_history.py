"""What a template said before is looked at, compared and taken back."""

import html

import pytest

from certificates.models import CertificateTemplate
from tests.certificates.template_forms import snippet_url, words
from tests.factories import CertificateTemplateFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_an_earlier_version__is_seen_compared_and_taken_back(as_user):
    admin = as_user(UserFactory(is_superuser=True))
    template = CertificateTemplateFactory(lead="Câu cũ {họ tên}")
    edit = snippet_url(CertificateTemplate, "edit", template.pk)
    for lead in ("Câu cũ hơn {họ tên}", "Câu mới {họ tên}"):
        admin.post(edit, words(template, lead=lead) | {"action-publish": "1"})
    old, new = template.revisions.order_by("pk")

    history = snippet_url(CertificateTemplate, "history", template.pk)
    page = admin.get(history).content.decode()
    view, revert = (
        snippet_url(CertificateTemplate, f"revisions_{step}", template.pk, old.pk)
        for step in ("view", "revert")
    )
    compare = snippet_url(
        CertificateTemplate, "revisions_compare", template.pk, old.pk, new.pk
    )
    ways = [
        (view, "Xem giấy"),
        (revert, "Lấy lại bản này"),
        (compare, "So với bản trước"),
    ]
    for url, words_of_it in ways:
        assert f'<a href="{url}">{words_of_it}</a>' in page
    assert admin.get(view).content.startswith(b"%PDF-")
    compared = html.unescape(admin.get(compare).content.decode())
    assert "hơn" in compared
    form = admin.get(revert).content.decode()
    assert "Câu cũ hơn" in html.unescape(form)
    taken_back = words(template, lead="Câu cũ hơn {họ tên}")
    admin.post(revert, taken_back | {"action-publish": "1", "revision": old.pk})
    template.refresh_from_db()
    assert template.lead == "Câu cũ hơn {họ tên}"
