"""An administrator makes a template and gives the issuer a seal, in /cms/."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from certificates.models import CertificateTemplate, Issuer
from tests.certificates.factories import an_issuer
from tests.certificates.pictured import an_svg
from tests.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mot-cua-2022"


@pytest.fixture
def desk(live_server, settings, new_page, log_in):
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0  # a robot types faster than it saves
    user = UserFactory(is_superuser=True, password=PASSWORD)

    def open_desk(model, view: str, *args, **options) -> Page:
        page = new_page(**options)
        log_in(page, user.staff_code, PASSWORD)
        page.goto(reverse(model.snippet_viewset.get_url_name(view), args=args))
        return page

    return open_desk


def is_preview(response) -> bool:
    """The answer that the preview panel shows, not the one that took the form."""
    return response.request.method == "GET" and "preview" in response.url


def test_template__a_field_by_click_and_a_wrong_one_refused(desk, shot):
    template = CertificateTemplate.objects.create(name="Mẫu chung", layout="upright")
    page = desk(CertificateTemplate, "edit", template.pk)
    lead = page.locator("#id_lead")
    lead.fill("Chứng nhận ông/bà ")
    page.get_by_role("button", name="họ tên", exact=True).click()
    expect(lead).to_have_value("Chứng nhận ông/bà {họ tên}")
    with page.expect_response(is_preview):  # a mode chosen meanwhile would be lost
        page.locator("[data-side-panel-toggle=preview]").click()
    page.wait_for_load_state("networkidle")
    with page.expect_response(is_preview):
        page.locator("#id_preview_mode").select_option("")
    seen = page.frame_locator("iframe#w-preview-iframe")
    expect(seen.get_by_text("Chứng nhận ông/bà Lê Thị Hồng Nhung")).to_be_visible()
    shot(page, "template-editor")
    page.locator("#id_body").fill("Sinh: {ngày sin}")
    page.locator("footer .action-save").first.click()
    expect(page.get_by_text("Có phải anh/chị muốn {ngày sinh}?")).to_be_visible()
    shot(page, "template-refused")


def test_template__in_the_dark_and_in_the_list(desk, shot):
    template = CertificateTemplate.objects.create(name="Mẫu chung", layout="upright")
    template.save_revision()
    page = desk(CertificateTemplate, "edit", template.pk, dark=True)
    expect(page.locator("#id_lead")).to_be_visible()
    shot(page, "template-editor-dark")
    page = desk(CertificateTemplate, "list")
    expect(page.get_by_role("link", name="Xem giấy Mẫu chung")).to_be_visible()
    shot(page, "template-list")


def test_template__an_earlier_version_is_taken_back(desk, shot):
    template = CertificateTemplate.objects.create(name="Mẫu chung", note="Bản đầu")
    template.save_revision(log_action=True).publish()
    template.note = "Bản sau"
    template.save_revision(log_action=True).publish()
    page = desk(CertificateTemplate, "history", template.pk)
    shot(page, "template-history")
    page.get_by_role("link", name="Lấy lại bản này").click()
    expect(page.locator("#id_note")).to_have_value("Bản đầu")
    shot(page, "template-taken-back")


def test_issuer__a_seal_is_uploaded_and_taken_away(desk, shot):
    issuer = an_issuer()
    page = desk(Issuer, "edit", issuer.pk)
    seal = {"name": "dau.svg", "mimeType": "image/svg+xml", "buffer": an_svg()}
    page.locator("#id_seal").set_input_files(seal)
    page.locator("footer").get_by_role("button", name="Lưu").first.click()
    expect(page.locator(".messages .success")).to_be_visible()
    issuer.refresh_from_db()
    assert issuer.seal.endswith(".svg")
    page.goto(reverse(Issuer.snippet_viewset.get_url_name("edit"), args=[issuer.pk]))
    expect(page.get_by_alt_text("Hình đang dùng")).to_be_visible()
    shot(page, "issuer-editor")
    page.get_by_label("Bỏ hình này").check()
    page.locator("footer").get_by_role("button", name="Lưu").first.click()
    expect(page.locator(".messages .success")).to_be_visible()
    issuer.refresh_from_db()
    assert not issuer.seal
