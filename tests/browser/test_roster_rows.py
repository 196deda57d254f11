"""A coordinator puts rows of a messy roster right on a phone, with keys, without scripts."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from agencies.models import AgencyRole
from enrolments.services.roster_import import keep_upload, plan_import
from enrolments.services.roster_import.uploads import Upload
from tests.enrolments.offices import HEADER, workbook
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    MembershipFactory,
    UserFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "một mật khẩu dài"
ROWS = [
    [1, "Nguyễn Văn An", "", "Công chức", "Xã Suối Rao", "", ""],
    [2, "Phạm Quốc Anh", "31/02/1980", "", "Xã Suối Giao", "", "anh@brvt.vn"],
]


@pytest.fixture
def roster():
    top = AgencyFactory(code="CD", name="Huyện Châu Đức", kind="cap_huyen")
    unit = AgencyFactory(code="SR", name="Xã Suối Rao", parent=top)
    AgencyFactory(code="HL", name="Xã Hòa Long", parent=top)
    owner = UserFactory(staff_code="dp", password=PASSWORD)
    AgencyRoleFactory(user=owner, agency=top, role=AgencyRole.Role.COORDINATOR)
    for year in (1980, 1990):
        person = UserFactory(full_name="Nguyễn Văn An", birth_on=f"{year}-01-01")
        MembershipFactory(user=person, agency=unit, position="Công chức")
    content = workbook([HEADER, *ROWS])
    upload = Upload("cu-di-hoc.xlsx", content, top, timezone.localdate())
    kept = keep_upload(upload=upload, by=owner, at=timezone.now())
    return plan_import(roster=kept, at=timezone.now())


@pytest.mark.parametrize(
    ("width", "dark", "scripts"),
    [(360, False, True), (360, True, False), (1366, False, False), (1366, True, True)],
)
def test_rows_put_right__on_a_phone_and_a_desk(
    roster, width, dark, scripts, new_page, log_in, axe, shot
):
    page = new_page(width, 740, dark=dark, java_script=scripts)
    log_in(page, "dp", PASSWORD)
    name = f"roster-row-{width}{'-dark' if dark else ''}"
    page.goto(reverse("roster", args=[roster.uid]) + "?verdict=refused")
    shot(page, f"{name}-preview")
    page.click("main a:has-text('Sửa dòng này')")
    if scripts:
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    shot(page, name)
    page.fill("[name=unit_search]", "suoi rao")
    page.click("button:has-text('Tìm đơn vị')")
    expect(page.locator("[name=unit][value=SR]")).to_be_checked()
    page.fill("[name=birth_on]", "30/02/1980")
    page.press("[name=birth_on]", "Enter")
    expect(page.locator("[role=alert]")).to_contain_text("30/02/1980")
    if scripts:
        axe(page)
    shot(page, f"{name}-refused")
    page.fill("[name=birth_on]", "28/02/1980")
    page.press("[name=birth_on]", "Enter")
    expect(page.locator(".messages")).to_contain_text("Dòng 3: Từ chối → Thêm mới.")
    page.goto(reverse("roster", args=[roster.uid]))
    page.click("tr.fix a:has-text('Sửa dòng này')")
    page.focus("[name=who]:checked")
    page.keyboard.press("ArrowDown")
    shot(page, f"{name}-who")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("Dòng 2: Cần xem → Giữ nguyên.")
    shot(page, f"{name}-done")
    expect(page.locator("main")).to_contain_text("trong tệp: 31/02/1980")
