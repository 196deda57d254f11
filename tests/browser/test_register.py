"""The life of a paper in a browser: asked, confirmed, done; read by its holder."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from certificates.models import Certificate, Register, ReplacementRequest
from certificates.services import record_request
from tests.certificates.conftest import papers  # noqa: F401 - papers of the test's own
from tests.certificates.factories import a_certificate, a_request
from tests.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mot-cua-2022"
ADMIN_OWN = ("scrollable-region-focusable",)  # the sidebar of Wagtail itself


def inspect(thing) -> str:
    return reverse(type(thing).snippet_viewset.get_url_name("inspect"), args=[thing.pk])


@pytest.mark.parametrize(
    ("width", "scheme"),
    [(1366, "light"), (360, "dark"), (360, "light"), (1366, "dark")],
)
@pytest.mark.usefixtures("papers")
def test_a_lost_chung_chi(new_page, log_in, shot, axe, watch, width, scheme):
    name = f"{width}-{scheme}"
    holder = UserFactory(
        staff_code="hv", full_name="Lê Thị Hồng Nhung", password=PASSWORD
    )
    UserFactory(
        staff_code="qt", full_name="Quản trị", password=PASSWORD, is_superuser=True
    )
    old = a_certificate(holder, kind="certificate", heading="Chứng chỉ")
    a_request(a_certificate(UserFactory(full_name="Võ Minh Tâm")), cause="damaged")
    other = a_certificate(UserFactory(full_name="Trần Văn Nam"))
    now = timezone.now()
    record_request(
        certificate=old,
        cause="lost",
        received_on=timezone.localdate() - timedelta(days=1),
        due_on=timezone.localdate() + timedelta(days=6),
        by=holder,
        at=now,
    )
    page = new_page(width, dark=scheme == "dark")
    log_in(page, "qt", PASSWORD)
    page.goto(inspect(old))
    shot(page, f"paper-{name}")
    axe(page, without=ADMIN_OWN)
    page.get_by_role("link", name="Thay bằng giấy chứng nhận hoàn thành").click()
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_text("Lỗi:")).to_be_visible()
    page.get_by_label("Bị mất").check()
    shot(page, f"step-{name}")
    axe(page, without=ADMIN_OWN)
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_role("button", name="Sửa lại")).to_be_visible()
    shot(page, f"confirm-{name}")
    axe(page, without=ADMIN_OWN)
    page.get_by_role("button", name="Xác nhận").click()
    expect(page.get_by_text("Đã ghi vào sổ")).to_be_visible()
    assert Certificate.objects.get(replaces=old).kind == "completion"
    watch.tolerate("409")
    page.goto(reverse("certificate_step", args=[old.uid, "reissue"]))
    expect(page.get_by_text("Giấy này đã được thay bằng số")).to_be_visible()
    shot(page, f"refused-{name}")
    axe(page, without=ADMIN_OWN)
    page.goto(reverse(ReplacementRequest.snippet_viewset.get_url_name("list")))
    shot(page, f"requests-{name}")
    axe(page, without=ADMIN_OWN)
    page.goto(reverse("certificate_step", args=[other.uid, "revoke"]))
    shot(page, f"revoke-{name}")
    axe(page, without=ADMIN_OWN)
    page.goto(reverse(Register.snippet_viewset.get_url_name("list")))
    shot(page, f"registers-{name}")
    page.goto(f"{inspect(Register.objects.order_by('year').first())}?check=1")
    expect(page.get_by_text("Sổ nguyên vẹn")).to_be_visible()
    shot(page, f"register-{name}")
    axe(page, without=ADMIN_OWN)
    mine = new_page(width, dark=scheme == "dark")
    log_in(mine, "hv", PASSWORD)
    mine.goto(reverse("certificate", args=[old.uid]))
    expect(mine.get_by_text("được thay thế. Lý do: Bị mất")).to_be_visible()
    shot(mine, f"holder-{name}")
    axe(mine)
