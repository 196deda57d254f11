"""Meetings: the list, the code on the wall, the paper with a second person, calendars."""

import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from pypdf import PdfReader

from accounts.formats import vdate
from enrolments.meetings.calendars import token_for
from enrolments.meetings.codes import code_at, is_fresh
from enrolments.models import Attendance, AttendanceSheet, Enrolment, Meeting
from enrolments.services.attendance import check_in, record_attendance
from enrolments.services.cancelling import cancel_meeting
from enrolments.services.meeting_rules import AttendanceRefusedError
from enrolments.services.meetings import add_meeting
from enrolments.services.paper_sheets import decide_sheet, enter_sheet
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    EnrolmentFactory,
    MembershipFactory,
    TrainingClassFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(client):
    """A class of Châu Đức with two learners, one of elsewhere, and a meeting now."""
    top = AgencyFactory(code="CD", name="Huyện Châu Đức", kind="cap_huyen")
    place = {"CD": top, "X": AgencyFactory(code="X")}
    group = TrainingClassFactory(code="K03", organiser=top)
    place["group"] = group
    for name, unit in (
        ("Lê Thị Hồng Nhung", top),
        ("Đặng Văn Phúc", top),
        ("Người Nơi Khác", place["X"]),
    ):
        user = UserFactory(full_name=name)
        MembershipFactory(user=user, agency=unit)
        place[name.split()[-1]] = EnrolmentFactory(learner=user, training_class=group)
    place["by"] = UserFactory()
    AgencyRoleFactory(user=place["by"], agency=top)
    start = timezone.now() - timedelta(minutes=20)
    place["meeting"] = add_meeting(
        training_class=group, by=place["by"], title="Buổi 1", starts_at=start,
        ends_at=start + timedelta(hours=3), place="Hội trường", link="",
    )  # fmt: skip
    client.force_login(place["by"])
    return place


def url(name, room, *more):
    return reverse(name, args=[room["meeting"].uid, *more])


# --- the code on the wall ---------------------------------------------------------------


@given(
    st.datetimes(
        min_value=timezone.datetime(2020, 1, 1),
        timezones=st.just(timezone.get_current_timezone()),
    ),
    st.integers(0, 200),
)
def test_a_code_lives_from_thirty_to_sixty_seconds(at, later):
    code = code_at("secret", at)
    fresh = is_fresh("secret", code, at + timedelta(seconds=later))
    assert fresh or later > 30
    assert not fresh or later < 60


def test_codes_of_another_meeting_or_of_tomorrow():
    now = timezone.now()
    assert not is_fresh("secret", code_at("other", now), now)
    assert not is_fresh("secret", code_at("secret", now + timedelta(seconds=90)), now)
    assert not is_fresh("secret", "đây là gì", now)


def test_scan_and_tap(room, client):
    learner = room["Nhung"].learner
    client.force_login(learner)
    code = code_at(room["meeting"].secret, timezone.now())
    page = client.get(url("attend", room, code)).content.decode()
    assert "Tôi có mặt" in page
    token = page.split('name="token" value="')[1].split('"')[0]
    for _twice in range(2):
        page = client.post(url("attend", room, code), {"token": token}).content.decode()
        assert "Có mặt" in page
    row = Attendance.objects.get()
    assert (row.enrolment, row.source, row.recorded_by) == (
        room["Nhung"],
        "qr",
        learner,
    )
    client.force_login(room["Phúc"].learner)
    page = client.post(url("attend", room, code), {"token": token}).content.decode()
    assert "Mã đã đổi" in page, "the tap of another person's phone"


def test_an_old_code__says_what_to_do(room, client):
    client.force_login(room["Nhung"].learner)
    old = code_at(room["meeting"].secret, timezone.now() - timedelta(minutes=2))
    page = client.get(url("attend", room, old)).content.decode()
    assert "Quét lại mã đang hiện trên màn hình" in page
    client.logout()
    assert "/login/" in client.get(url("attend", room, old)).url


@pytest.mark.parametrize(
    ("minutes", "words"), [(-60, "30 phút trước"), (300, "30 phút trước")]
)
def test_outside_of_the_hours(room, minutes, words):
    at = room["meeting"].starts_at + timedelta(minutes=minutes)
    with pytest.raises(AttendanceRefusedError, match=words):
        check_in(meeting=room["meeting"], learner=room["Nhung"].learner, at=at)


def test_somebody_of_no_class(room):
    with pytest.raises(AttendanceRefusedError, match="không có tên"):
        check_in(meeting=room["meeting"], learner=UserFactory(), at=timezone.now())


def test_the_wall_shows_a_picture_that_is_never_kept(room, client):
    page = client.get(url("meeting_wall", room)).content.decode()
    assert url("meeting_wall_picture", room) in page
    picture = client.get(url("meeting_wall_picture", room))
    assert picture["Content-Type"] == "image/svg+xml"
    assert "no-store" in picture["Cache-Control"]
    client.force_login(room["Nhung"].learner)
    assert client.get(url("meeting_wall_picture", room)).status_code == 404


# --- the list ---------------------------------------------------------------------------


def marks(room, **said):
    return {str(room[name].uid): status for name, status in said.items()}


def record(room, said, **more):
    told = {"source": "list", "by": room["by"], "at": timezone.now()} | more
    return record_attendance(meeting=room["meeting"], marks=said, **told)


def test_recorded_once__changed_once(room):
    assert record(room, marks(room, Nhung="present", Phúc="absent")) == 2
    assert record(room, marks(room, Nhung="present", Phúc="excused")) == 1
    assert room["meeting"].attendances.get(enrolment=room["Phúc"]).status == "excused"


def test_nobody_of_another_class(room):
    other = EnrolmentFactory()
    with pytest.raises(AttendanceRefusedError):
        record(room, {str(other.uid): "present"})
    assert not Attendance.objects.exists()


def test_cancelled__counts_for_nobody(room):
    record(room, marks(room, Nhung="absent"))
    cancel_meeting(meeting=room["meeting"], by=room["by"], at=timezone.now())
    room["meeting"].refresh_from_db()
    with pytest.raises(AttendanceRefusedError):
        record(room, marks(room, Nhung="present"))
    row = Enrolment.objects.with_attendance(at=timezone.now() + timedelta(days=1)).get(
        pk=room["Nhung"].pk
    )
    assert (row.held, row.present) == (0, 0)


def test_the_list_on_the_phone(room, client):
    page = client.get(url("meeting", room)).content.decode()
    assert "Lê Thị Hồng Nhung" in page
    said = {f"m-{room['Nhung'].uid}": "present", f"m-{room['Phúc'].uid}": "excused"}
    page = client.post(url("meeting", room), said, follow=True).content.decode()
    assert "Đã ghi điểm danh, thay đổi 2 người." in page
    assert "trên 2 học viên" in page
    assert "1" in client.get(reverse("class_meetings", args=["K03"])).content.decode()


def test_another_unit__sees_and_writes_its_own_people_only(room, client):
    other = UserFactory()
    AgencyRoleFactory(user=other, agency=room["X"])
    client.force_login(other)
    page = client.get(url("meeting", room)).content.decode()
    assert "Người Nơi Khác" in page
    assert "Hồng Nhung" not in page
    said = {f"m-{room['Nhung'].uid}": "present", f"m-{room['Khác'].uid}": "present"}
    client.post(url("meeting", room), said)
    assert Attendance.objects.get().enrolment == room["Khác"]
    for name in ("meeting_edit", "meeting_cancel"):
        assert client.post(url(name, room)).status_code == 404
    client.force_login(UserFactory())
    assert client.get(url("meeting", room)).status_code == 404


def test_meetings_are_set_changed_and_cancelled(room, client):
    day = timezone.localdate() + timedelta(days=3)
    said = {"title": "Buổi 2", "day": vdate(day), "begins": "7h30", "ends": "11:00"}
    client.post(reverse("class_meetings", args=["K03"]), said)
    made = Meeting.objects.get(title="Buổi 2")
    assert f"{timezone.localtime(made.starts_at):%H:%M}" == "07:30"
    page = client.post(reverse("class_meetings", args=["K03"]), said | {"ends": "7:00"})
    assert "phải sau giờ bắt đầu" in page.content.decode()
    client.post(reverse("meeting_edit", args=[made.uid]), said | {"title": "Buổi hai"})
    made.refresh_from_db()
    assert made.title == "Buổi hai"
    client.post(reverse("meeting_cancel", args=[made.uid]))
    assert (
        "Đã hủy" in client.get(reverse("class_meetings", args=["K03"])).content.decode()
    )


# --- paper ------------------------------------------------------------------------------


def test_paper_counts_only_when_a_second_person_agrees(room, client):
    said = {f"m-{room['Nhung'].uid}": "present", "paper": "1", "note": "Ký ngày 21/11"}
    client.post(url("meeting", room), said)
    assert not Attendance.objects.exists()
    sheet = AttendanceSheet.objects.get()
    address = reverse("meeting_paper", args=[sheet.uid])
    page = client.post(address, {"approve": "1"}).content.decode()
    assert "cần một người thứ hai" in page
    second = UserFactory()
    AgencyRoleFactory(user=second, agency=room["CD"])
    client.force_login(second)
    assert (
        "Chờ người thứ hai duyệt" in client.get(url("meeting", room)).content.decode()
    )
    for _twice in range(2):
        client.post(address, {"approve": "1"})
    row = Attendance.objects.get()
    assert (row.source, row.recorded_by) == ("paper", room["by"])


def test_paper_sent_back__counts_for_nobody(room):
    sheet = enter_sheet(
        meeting=room["meeting"],
        marks=marks(room, Nhung="present"),
        note="",
        by=room["by"],
        at=timezone.now(),
    )
    decide_sheet(sheet=sheet, is_approved=False, by=UserFactory(), at=timezone.now())
    decide_sheet(sheet=sheet, is_approved=True, by=UserFactory(), at=timezone.now())
    assert not Attendance.objects.exists(), "the first word stands"


def test_the_database_refuses_one_person_in_both_roles(room):
    sheet = enter_sheet(
        meeting=room["meeting"],
        marks=marks(room, Nhung="present"),
        note="",
        by=room["by"],
        at=timezone.now(),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        AttendanceSheet.objects.filter(pk=sheet.pk).update(decided_by=room["by"])


def test_the_sheet_to_sign(room, client):
    reader = PdfReader(io.BytesIO(client.get(url("meeting_sheet", room)).content))
    text = reader.pages[0].extract_text()
    assert "Lê Thị Hồng Nhung" in text
    assert "Ký tên" in text


# --- calendars --------------------------------------------------------------------------


def test_calendar_of_a_person(room, client):
    learner = room["Nhung"].learner
    client.logout()
    address = reverse("own_calendar", args=[token_for(learner)])
    feed = Calendar.from_ical(client.get(address).content)
    titles = {str(event["summary"]) for event in feed.walk("VEVENT")}
    assert f"{room['group'].title}: Buổi 1" in titles
    assert all(len(line) <= 75 for line in client.get(address).content.split(b"\r\n"))
    learner.set_password("một mật khẩu mới")
    learner.save()
    assert client.get(address).status_code == 404, "a new password ends the old address"
    assert client.get(reverse("own_calendar", args=["giả"])).status_code == 404


def test_calendar_of_a_class__with_what_was_cancelled(room, client):
    cancel_meeting(meeting=room["meeting"], by=room["by"], at=timezone.now())
    feed = Calendar.from_ical(
        client.get(reverse("class_calendar", args=["K03"])).content
    )
    assert "CANCELLED" in {str(e.get("status")) for e in feed.walk("VEVENT")}
