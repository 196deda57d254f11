"""The main job: from the last lesson to the certificate and the coordinator's table.

A learner finishes a course of the demo, a real worker makes the paper, its QR address
finds it, and the coordinator's count goes up by one.
"""

import io
import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect
from pypdf import PdfReader

from certificates.models import Certificate
from tests.browser.answering import answer_right

pytestmark = [pytest.mark.browser, pytest.mark.worker]
PASSWORD = "mot-cua-2022"
UNIT = "BRVT-26611"


@pytest.fixture
def demo(transactional_db):
    call_command("load_demo", trainees=120)


def completed_at(page, unit: str) -> int:
    """The unit's completed count of the class SHHS, as the coordinator's table says."""
    page.goto(reverse("coordinate_agency", args=[unit]) + "?class=SHHS")
    text = page.inner_text("dl.kpis")
    return int(re.search(r"Hoàn thành\s+(\d+)", text)[1])


def test_from_the_last_lesson_to_the_certificate(
    demo, worker, new_page, log_in, axe, shot
):
    coordinator = new_page()
    log_in(coordinator, "dieuphoi-huyen", PASSWORD)
    before = completed_at(coordinator, UNIT)
    axe(coordinator)
    shot(coordinator, "coordinator-unit-before")

    page = new_page()
    log_in(page, "hocvien", PASSWORD)
    expect(page).to_have_url(re.compile("/my/$"))
    axe(page)
    shot(page, "learner-desk")
    page.click("main a.primary")  # Học tiếp: the last lesson
    axe(page)
    shot(page, "learner-lesson")
    page.click("button:has-text('Đánh dấu đã học xong')")
    expect(page.locator("#xong .notice")).to_contain_text("Đã học xong bài này")
    page.click(".pager a[rel=next]")
    expect(page.locator("h1")).to_have_text("Bài kiểm tra cuối khóa")
    axe(page)
    shot(page, "quiz-start")
    sit_the_quiz(page, axe, shot)

    expect(page.locator(".verdict h2")).to_have_text("Đạt")
    axe(page)
    shot(page, "quiz-result")
    page.click("text=Xem chứng nhận")
    download = page.locator("a:has-text('Tải PDF')")
    expect(download).to_be_visible(timeout=60_000)  # turned up without a reload
    axe(page)
    shot(page, "certificate")
    check_paper(page, download)

    stranger = new_page(width=360, height=740)
    stranger.goto(reverse("verify_code", args=[Certificate.objects.latest("pk").code]))
    expect(stranger.locator("#kq")).to_have_text("Giấy chứng nhận có giá trị")
    expect(stranger.locator("main")).to_contain_text("L. T. H. Nhung")
    axe(stranger)
    shot(stranger, "verify-phone")

    assert completed_at(coordinator, UNIT) == before + 1
    shot(coordinator, "coordinator-unit-after")


def sit_the_quiz(page, axe, shot) -> None:
    page.click("button:has-text('Bắt đầu làm bài')")
    total = page.locator(".qnav li").count()
    for number in range(1, total + 1):
        expect(page.locator("legend small").first).to_contain_text(f"Câu {number} trên")
        answer_right(page)
        expect(page.locator("#luu")).to_contain_text("Đã lưu lúc")
        if number == 1:
            axe(page)
            shot(page, "quiz-question")
        page.click("form#bai-lam .primary")
    expect(page.locator("h1")).to_have_text("Xem lại trước khi nộp")
    axe(page)
    shot(page, "quiz-review")
    page.check("input[name=xac-nhan]")
    page.click("button:has-text('Nộp bài')")


def check_paper(page, download) -> None:
    with page.expect_download() as waiting:
        download.click()
    octets = waiting.value.path().read_bytes()
    text = PdfReader(io.BytesIO(octets)).pages[0].extract_text()
    assert "Lê Thị Hồng Nhung" in text
    assert Certificate.objects.latest("pk").serial in text
