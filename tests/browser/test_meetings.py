"""A meeting from the room: the list on a phone, the code on the wall, the scan.

At the widths of a cheap phone and of an old PC, in both colour schemes.
"""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from enrolments.meetings.codes import code_at
from enrolments.services.paper_sheets import enter_sheet
from tests.browser.test_every_page import LONGEST, PASSWORD, SCREENS, check
from tests.enrolments.factories import District, MeetingFactory, learner_in, status_of
from tests.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def district():
    district = District()
    district.coordinator(staff_code="dp", password=PASSWORD)
    learner_in(district.group, district.ours, full_name=LONGEST)
    return district


def paths(district, *names):
    return [reverse(name, args=[district.meeting.uid]) for name in names]


@pytest.fixture(params=SCREENS, ids=lambda s: f"{s[0]}{'-dark' if s[2] else ''}")
def page(request, new_page):
    width, height, dark = request.param
    return new_page(width, height, dark=dark)


def test_every_page_of_a_meeting(page, axe, log_in, shot, district):
    second = UserFactory(full_name=LONGEST)
    sheet = enter_sheet(
        meeting=district.meeting,
        marks={str(district.nhung.uid): "present", str(district.phuc.uid): "absent"},
        note="Bản giấy lưu ở tủ 2",
        by=second,
        at=timezone.now(),
    )
    later = MeetingFactory(training_class=district.group, starts_in=20)
    log_in(page, "dp", PASSWORD)
    own = paths(district, "meeting", "meeting_wall", "meeting_edit")
    own.append(reverse("class_meetings", args=["K03"]))
    own.append(reverse("meeting_paper", args=[sheet.uid]))
    own += [reverse(name, args=[later.uid]) for name in ("meeting", "meeting_wall")]
    for number, path in enumerate(own):
        check(page, axe, [path])
        size = page.viewport_size["width"]
        shot(page, f"meeting-{number}-{size}")


def test_list_on_a_phone__tap_save_and_fill_in_the_rest(
    new_page, log_in, shot, district
):
    page = new_page(360, 740)
    log_in(page, "dp", PASSWORD)
    page.goto(paths(district, "meeting")[0])
    buttons = page.get_by_role("group", name="Đặng Văn Phúc").locator("label")
    for button in buttons.all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 44
    buttons.filter(has_text="Vắng có phép").click()
    page.get_by_role("button", name="Lưu; người chưa ghi là có mặt").click()
    expect(page.get_by_role("alert")).to_contain_text("cho 2 người chưa có điểm danh?")
    expect(page.get_by_role("alert")).to_be_focused()
    shot(page, "meeting-rest-360")
    page.get_by_role("button", name="Ghi 2 người: Có mặt").click()
    expect(page.get_by_role("status")).to_contain_text("thay đổi 3 người")
    stands = {"Phúc": "excused", "Nhung": "present", "Hoàng": "present"}
    assert status_of(district.meeting) == stands


def test_wall__brings_a_new_code_and_says_when_the_line_is_down(
    new_page, log_in, district, watch
):
    page = new_page(1366, 900)
    log_in(page, "dp", PASSWORD)
    page.goto(paths(district, "meeting_wall")[0])
    picture, lost = page.locator("[data-wall]"), page.locator("#mat-mang")
    assert picture.evaluate("image => image.naturalWidth") > 0
    with page.expect_response(lambda r: "wall.svg?" in r.url) as fresh:
        pass
    assert fresh.value.ok
    expect(picture).to_have_attribute(
        "src", urlsplit(fresh.value.url).path + "?" + urlsplit(fresh.value.url).query
    )
    expect(lost).to_be_hidden()
    watch.tolerate("ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    expect(lost).to_be_visible()
    page.context.set_offline(False)
    expect(lost).to_be_hidden()


def test_scan_on_a_phone(new_page, log_in, axe, shot, district):
    user = district.nhung.learner
    user.set_password(PASSWORD)
    user.save()
    page = new_page(360, 740)
    log_in(page, user.staff_code, PASSWORD)
    meeting = district.meeting
    old = code_at(meeting.secret, timezone.now() - dt.timedelta(minutes=2))
    page.goto(reverse("attend", args=[meeting.uid, old]))
    axe(page)
    expect(page.get_by_role("alert")).to_contain_text("Quét lại mã đang hiện")
    page.goto(
        reverse("attend", args=[meeting.uid, code_at(meeting.secret, timezone.now())])
    )
    axe(page)
    page.get_by_role("button", name="Tôi có mặt").click()
    expect(page.get_by_role("status")).to_contain_text("Có mặt")
    shot(page, "meeting-scan-360")
    assert status_of(meeting) == {"Nhung": "present"}
