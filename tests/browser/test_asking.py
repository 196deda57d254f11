"""A holder asks for another paper, reads it once more, sends it, takes it back."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from certificates.models import ReplacementRequest
from tests.certificates.conftest import papers  # noqa: F401 - papers of the test's own
from tests.certificates.factories import a_certificate
from tests.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mot-cua-2022"
ASK = "Đề nghị cấp lại, đính chính"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1366])
@pytest.mark.usefixtures("papers")
def test_a_paper_with_an_error(new_page, log_in, shot, axe, width, scheme):
    name = f"{width}-{scheme}"
    holder = UserFactory(
        staff_code="hv", full_name="Lê Thị Hồng Nhung", password=PASSWORD
    )
    paper = a_certificate(holder, kind="certificate", heading="Chứng chỉ")
    page = new_page(width, dark=scheme == "dark")
    log_in(page, "hv", PASSWORD)
    page.goto(reverse("certificate", args=[paper.uid]))
    shot(page, f"asking-paper-{name}")
    page.get_by_role("link", name=ASK).click()
    page.get_by_label("Sai do cơ quan cấp").check()
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_text("Chưa gửi được đề nghị")).to_be_visible()
    page.get_by_label("Giấy đang ghi sai là").fill("sinh ngày 05/4/1979")
    page.get_by_label("Phải ghi là").fill("sinh ngày 04/5/1979")
    shot(page, f"asking-form-{name}")
    axe(page)
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_text("Anh/chị sắp gửi đề nghị này")).to_be_visible()
    shot(page, f"asking-confirm-{name}")
    axe(page)
    page.get_by_role("button", name="Gửi đề nghị").click()
    expect(page.get_by_text("Đề nghị đang chờ giải quyết")).to_be_visible()
    shot(page, f"asking-asked-{name}")
    axe(page)
    page.get_by_role("link", name="Rút đề nghị").click()
    page.get_by_label("Lý do rút").fill("Tôi xem nhầm")
    shot(page, f"asking-back-{name}")
    axe(page)
    page.get_by_role("button", name="Rút đề nghị").click()
    expect(page.get_by_text("Đề nghị đã rút")).to_be_visible()
    shot(page, f"asking-withdrawn-{name}")
    assert ReplacementRequest.objects.get().withdrawn_by == holder
