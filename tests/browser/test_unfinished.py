"""Papers that do not come, and mails that did not go, on the desk in a browser."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from certificates.models import Certificate, Notice
from certificates.services import plan_notices
from tests.certificates.conftest import papers  # noqa: F401 - papers of the test's own
from tests.certificates.factories import AT, a_certificate, an_award
from tests.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mot-cua-2022"
ADMIN_OWN = ("scrollable-region-focusable",)  # the sidebar of Wagtail itself


@pytest.fixture
def troubles():
    """Two causes, a try cut short, and a queue that nobody works at."""
    now = timezone.now()
    states = [
        *[{"attempts": 3, "trouble": "key", "trouble_detail": "Chưa dùng được khóa ký "
           "“ubnd-2022”: không có chứng thư của khóa này."}] * 3,
        {"attempts": 1, "trouble": "full", "trouble_detail": "No space left on device"},
        {"attempts": 2},
    ]  # fmt: skip
    for state in states:
        made = an_award(UserFactory(full_name="Nguyễn Hoàng Phương Uyên"))
        again = now + timedelta(minutes=4)
        Certificate.objects.filter(pk=made.pk).update(**state, retry_at=again)
    for minutes in (14, 3):
        an_award(at=now - timedelta(minutes=minutes))


@pytest.mark.usefixtures("troubles")
def test_papers_in_trouble_and_in_turn(new_page, log_in, shot, axe):
    UserFactory(staff_code="qt", password=PASSWORD, is_superuser=True)
    for width, dark in ((360, False), (1366, False), (360, True)):
        page = new_page(width, 1700, dark=dark)
        log_in(page, "qt", PASSWORD)
        page.goto(reverse("unfinished_papers"))
        expect(page.get_by_text("Gặp trục trặc: 5 giấy")).to_be_visible()
        expect(page.get_by_text("worker có lẽ không chạy")).to_be_visible()
        shot(page, f"unfinished-{width}{'-dark' if dark else ''}")
        axe(page, without=ADMIN_OWN)
        page.get_by_role("link", name="Xem danh sách").click()
        expect(page.get_by_role("heading", name="Giấy chờ tới lượt")).to_have_count(2)
        expect(page.get_by_text("Thử lại")).to_have_count(0)
        shot(page, f"in-turn-{width}{'-dark' if dark else ''}")
        axe(page, without=ADMIN_OWN)
    page.goto(reverse("unfinished_papers"))
    page.get_by_role("link", name="Chỉ xem những giấy này").nth(1).click()
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("button", name="Thử lại 3 giấy này").click()
    expect(page.get_by_text("3 giấy được thử lại ngay")).to_be_visible()


@pytest.mark.usefixtures("papers")
def test_mails_that_did_not_arrive(new_page, log_in, shot, axe):
    clerk = UserFactory(staff_code="qt", password=PASSWORD, is_superuser=True)
    for name, email in (("Lê Thị Hồng Nhung", "nhung@brvt.vn"), ("Trần Nam", "n@b.vn")):
        a_certificate(UserFactory(full_name=name, email=email))
    plan_notices(at=AT)
    refused = "550 5.1.1 <nhung@brvt.vn>: Recipient address rejected: User unknown"
    lost = Notice.objects.filter(to="nhung@brvt.vn")
    lost.update(state="failed", attempts=1, error=refused)
    for width, dark in ((360, False), (1366, False), (1366, True)):
        page = new_page(width, dark=dark)
        log_in(page, "qt", PASSWORD)
        page.goto(reverse("certificate_notices"))
        expect(page.get_by_text("User unknown")).to_be_visible()
        shot(page, f"notices-{width}{'-dark' if dark else ''}")
        axe(page, without=ADMIN_OWN)
    lost.update(asked_again_by=clerk, asked_again_at=AT)
    paper = lost.get().entry.certificate
    page.goto(
        reverse("wagtailsnippets_certificates_certificate:inspect", args=[paper.pk])
    )
    expect(page.get_by_text("Không gửi được thư cho nhung@brvt.vn")).to_be_visible()
    shot(page, "paper-told-1366")
    axe(page, without=ADMIN_OWN)


@pytest.mark.usefixtures("papers")
def test_a_paper_that_ends_soon(new_page, log_in, shot, axe):
    holder = UserFactory(
        staff_code="hv", full_name="Lê Thị Hồng Nhung", password=PASSWORD
    )
    for days in (12, -40):
        ends = timezone.localdate() + timedelta(days=days)
        made = a_certificate(holder, valid_until=ends.isoformat())
    for width, dark in ((360, False), (1366, False), (360, True)):
        page = new_page(width, dark=dark)
        log_in(page, "hv", PASSWORD)
        page.goto(reverse("certificates"))
        expect(page.get_by_text("Hết hạn trong 12 ngày")).to_be_visible()
        expect(page.get_by_text("Đã hết hạn")).to_be_visible()
        shot(page, f"ending-list-{width}{'-dark' if dark else ''}")
        axe(page)
        page.get_by_role("link", name=made.facts["course"], exact=True).last.click()
        expect(page.get_by_text("học lại ở một lớp mới")).to_be_visible()
        shot(page, f"ending-{width}{'-dark' if dark else ''}")
        axe(page)
