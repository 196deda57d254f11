"""The coordinator's day: a messy roster, its undo, a class, chasing, a report."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.formats import vdate
from accounts.models import User
from enrolments.models import Reminder, TrainingClass
from progress.models import ReportSnapshot
from tests.browser.test_every_page import LONGEST, SCREENS, check
from tests.desks import District
from tests.enrolments.offices import HEADER, messy, workbook
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    CourseFactory,
    UserFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "một mật khẩu dài"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The same people as offices()'s messy file, with what was wrong put right.
CORRECTED = [
    [1, "Lê Thị Hồng Nhung", "5/4/1986", "Công chức", "Xã Suối Rao", "0901234567", "nhung@brvt.vn"],
    [2, "Trần Văn An", "22/7/1990", "Công chức", "Xã Suối Rao", "", "an@brvt.vn"],
    [3, "Nguyễn Thị Bé", "3/2/1979", "Công chức", "Xã Hòa Long", "", ""],
    [4, "Phạm Quốc Anh", "28/02/1980", "Công chức", "Xã Hòa Long", "", ""],
    [5, "Võ Minh Tâm", "9/3/1988", "", "Xã Suối Rao", "", ""],
]  # fmt: skip


@pytest.mark.parametrize(
    "screen", SCREENS, ids=lambda s: f"{s[0]}{'-dark' if s[2] else ''}"
)
def test_every_page_of_the_desk__with_the_longest_name(
    screen, new_page, axe, log_in, shot
):
    width, height, dark = screen
    desk = District(None, "D", LONGEST)
    desk.coordinator.set_password(PASSWORD)
    desk.coordinator.save()
    page = new_page(width, height, dark=dark)
    log_in(page, "DPD", PASSWORD)
    unit, today = desk.top.periods.get().pk, vdate(timezone.localdate())
    kind = f"?kind=agencies&unit={unit}&group=&as_at={today}"
    places = {
        "roster-upload": reverse("rosters"),
        "roster-preview": reverse("roster", args=[desk.roster.uid]),
        "roster-columns": reverse("roster", args=[desk.roster.uid]) + "?columns=1",
        "roster-row": reverse("roster_row", args=[desk.roster.uid, "2"]),
        "class": reverse("class_manage", args=[desk.group.code]),
        "class-new": reverse("class_new"),
        "class-close": reverse("class_close", args=[desk.group.code]),
        "class-copy": reverse("class_copy", args=[desk.group.code]),
        "meetings": reverse("class_meetings", args=[desk.group.code]),
        "attendance": reverse("meeting", args=[desk.meeting.uid]),
        "wall": reverse("meeting_wall", args=[desk.meeting.uid]),
        "paper": reverse("meeting_paper", args=[desk.paper.uid]),
        "unplaced": reverse("unplaced"),
        "reminders": reverse("reminders"),
        "delegation": reverse("delegations"),
        "reports": reverse("reports"),
        "report": reverse("report", args=[desk.report.uid]) + "?recount=1",
        "report-draft": reverse("report_draft") + kind,
        "schedules": reverse("report_schedules"),
        "overview": reverse("coordinate"),
        "quick": reverse("coordinate_quick", args=[desk.top.code]),
        "calendar": reverse("class_address", args=[desk.group.code]),
        "person": reverse("coordinate_person", args=[desk.person.uid]),
    }
    for name, path in places.items():
        check(page, axe, [path])
        shot(page, f"desk-{name}-{width}{'-dark' if dark else ''}")


@pytest.mark.parametrize(
    "screen", SCREENS, ids=lambda s: f"{s[0]}{'-dark' if s[2] else ''}"
)
def test_somebody_without_a_unit__is_placed_and_taken_back(
    screen, new_page, axe, log_in, shot
):
    width, height, dark = screen
    desk = District(None, "D", "Châu Đức")
    desk.coordinator.set_password(PASSWORD)
    desk.coordinator.save()
    page = new_page(width, height, dark=dark)
    log_in(page, "DPD", PASSWORD)
    page.goto(reverse("coordinate_people", args=["D"]))
    shot(page, f"unplaced-way-{width}{'-dark' if dark else ''}")
    page.click("main a:has-text('Chưa có đơn vị')")
    for name in ("list", "preview", "done", "undone"):
        expect(page.locator("h1")).to_be_visible()
        axe(page)
        shot(page, f"unplaced-{name}-{width}{'-dark' if dark else ''}")
        if name == "list":
            page.check("tbody input")
            page.fill("input[name=agency_name]", "xa chau duc")
            page.click("button:has-text('Xem trước')")
        elif name == "preview":
            page.click("button:has-text('Xếp 1 người')")
            expect(page.locator("main")).to_contain_text("Ai cũng có đơn vị")
        elif name == "done":
            page.click("button:has-text('Hoàn tác')")
            expect(page.locator("main")).to_contain_text("họ lại chưa có đơn vị")


@pytest.mark.parametrize("java_script", [True, False], ids=["js", "no-js"])
@pytest.mark.parametrize("width", [360, 1366])
def test_issuing_with_blanks__is_refused_by_us_in_our_words(
    width, java_script, new_page, axe, log_in, shot
):
    desk = District(None, "D", "Châu Đức")
    desk.coordinator.set_password(PASSWORD)
    desk.coordinator.save()
    page = new_page(width, 800, java_script=java_script)
    log_in(page, "DPD", PASSWORD)
    unit, today = desk.top.periods.get().pk, vdate(timezone.localdate())
    asked = f"?kind=agencies&unit={unit}&group=&as_at={today}"
    page.goto(reverse("report_draft") + asked)
    page.fill("[name=place]", "")
    page.fill("[name=signer_title]", "")
    page.click("button:has-text('Ban hành báo cáo')")
    summary = page.locator("main .notice[role=alert]")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Chưa ban hành được báo cáo")
    expect(page).to_have_title(re.compile("^Lỗi: Lập báo cáo"))
    if java_script:
        axe(page)
    shot(page, f"report-refused-{width}{'' if java_script else '-no-js'}")
    summary.locator("a", has_text="Địa danh").click()
    expect(page.locator("[name=place]")).to_be_focused()
    with page.expect_download():
        page.click("a:has-text('Bản nháp (PDF)')")
    page.click("button:has-text('English')")
    expect(page.locator("h1")).to_be_visible()
    assert reverse("report_draft") in page.url, "the report is still on the page"
    page.fill("[name=place]", "Châu Đức")
    page.select_option("[name=signer_capacity]", "KT.")
    page.fill("[name=signed_for]", "Chủ tịch")
    page.fill("[name=signer_title]", "Phó Chủ tịch")
    page.fill("[name=signer_name]", "Phạm Quốc Tuấn")
    page.click("form[action*=issue] button.primary")
    expect(page.locator(".messages .notice")).to_be_visible()
    kept = ReportSnapshot.objects.latest("number").content["letter"]
    assert (kept["signer_capacity"], kept["signed_for"]) == ("KT.", "Chủ tịch")


@pytest.fixture
def office():
    """Châu Đức with two communes, its coordinator, and a course to open."""
    top = AgencyFactory(code="CD", name="Huyện Châu Đức", kind="cap_huyen")
    AgencyFactory(code="SR", name="Xã Suối Rao", parent=top)
    AgencyFactory(code="HL", name="Xã Hòa Long", parent=top)
    user = UserFactory(staff_code="dp", full_name="Phạm Quốc Tuấn", password=PASSWORD)
    AgencyRoleFactory(user=user, agency=top)
    return CourseFactory(title="Số hóa hồ sơ")


@pytest.mark.worker
@pytest.mark.parametrize("width", [360, 1366])
def test_a_messy_roster_undone_corrected__a_class_chased_and_reported(
    office, worker, width, new_page, log_in, axe, shot
):
    page = new_page(width, 800)
    log_in(page, "dp", PASSWORD)
    open_a_class(page)
    bring_in(page, messy())
    expect(page.locator("h1")).to_have_text("Nhập danh sách")
    expect(page.locator("main")).to_contain_text("Có phải “Xã Suối Rao”?")
    axe(page)
    page.click("button:has-text('Nhập 3 dòng')")
    expect(page.locator(".verdict h2")).to_have_text("Đã nhập 3 dòng")
    assert User.objects.filter(full_name="Lê Thị Hồng Nhung").exists()
    undo(page)
    assert not User.objects.filter(full_name="Lê Thị Hồng Nhung").exists()
    bring_in(page, workbook([HEADER, *CORRECTED]))
    page.click("button:has-text('Nhập 5 dòng')")
    expect(page.locator(".verdict h2")).to_have_text("Đã nhập 5 dòng")
    shot(page, f"roster-done-{width}")
    assert TrainingClass.objects.get().enrolments.count() == 5
    chase(page)
    report(page)
    shot(page, f"report-issued-{width}")


def open_a_class(page) -> None:
    page.goto(reverse("class_new"))
    page.fill("[name=title]", "Tập huấn số hóa Châu Đức")
    page.fill("[name=code]", "K03")
    page.fill("[name=opens_on]", vdate(timezone.localdate()))
    page.fill("[name=due_on]", vdate(timezone.localdate()))
    page.click("main button.primary")
    expect(page.locator("h1")).to_have_text("Tập huấn số hóa Châu Đức")


def bring_in(page, content: bytes) -> None:
    """Send the file for the class, take the columns as recognised, read it."""
    page.goto(reverse("class_manage", args=["K03"]))
    page.click("main a:has-text('Nhập danh sách')")
    page.set_input_files(
        "[name=file]", {"name": "cu-di-hoc.xlsx", "mimeType": XLSX, "buffer": content}
    )
    page.click("main button.primary")
    page.click("button:has-text('Đọc và xem trước')")


def undo(page) -> None:
    page.click("summary:has-text('Hoàn tác lần nhập này')")
    page.click("button:has-text('Hoàn tác')")
    expect(page.locator(".verdict h2")).to_have_text("Đã hoàn tác lần nhập này")


def chase(page) -> None:
    """Remind everybody at risk; two of the five have an address."""
    page.goto(reverse("coordinate"))
    page.click("button:has-text('Nhắc những người đã chọn')")
    expect(page.locator("main")).to_contain_text("2 người sẽ nhận 2 thư")
    expect(page.locator("main")).to_contain_text("Phạm Quốc Anh")
    page.click("button:has-text('Gửi 2 thư')")
    # At once on a working day; on a day off the letters say when they go.
    sent = re.compile("2 thư nhắc (đang được gửi|sẽ gửi vào ngày làm việc tới)")
    expect(page.locator("main")).to_contain_text(sent)
    assert Reminder.objects.filter(audience="learner").count() == 2


def report(page) -> None:
    """Make the report by unit, issue it, have it counted again, and download it."""
    page.goto(reverse("reports"))
    page.click("main a.primary")
    page.select_option("[name=kind]", "agencies")
    page.click("button:has-text('Xem thử')")
    expect(page.locator("main")).to_contain_text("Có 5 lượt được cử")
    page.fill("[name=place]", "Châu Đức")
    page.fill("[name=signer_title]", "Trưởng phòng Nội vụ")
    page.fill("[name=signer_name]", "Phạm Quốc Tuấn")
    page.click("button:has-text('Ban hành báo cáo')")
    expect(page.locator(".messages")).to_have_text(
        re.compile("Đã ban hành báo cáo số 01")
    )
    page.click("a:has-text('Tính lại từ dữ liệu')")
    expect(page.locator("main")).to_contain_text("khớp mọi số liệu")
    with page.expect_download() as started:
        page.click("a:has-text('Tải XLSX')")
    assert started.value.suggested_filename.endswith(".xlsx")
    assert ReportSnapshot.objects.count() == 1
