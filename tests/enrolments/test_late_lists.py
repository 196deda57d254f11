"""A list written a day after the meeting: one person writes, another one agrees."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from enrolments.models import Attendance, AttendanceSheet
from enrolments.services.attendance import record_attendance
from enrolments.services.meeting_rules import AttendanceRefusedError
from tests.enrolments.factories import status_of
from tests.factories import UserFactory

HOUR = dt.timedelta(hours=1)


def ended(district, hours_ago):
    district.meeting.ends_at = timezone.now() - hours_ago * HOUR
    district.meeting.starts_at = district.meeting.ends_at - 3 * HOUR
    district.meeting.save()
    return reverse("meeting", args=[district.meeting.uid])


def sent(client, path, row, now, was="", **more):
    said = {f"was-{row.uid}": was, f"m-{row.uid}": now} | more
    return client.post(path, said, follow=True).content.decode()


def test_the_same_day__counts_at_once(as_user, district):
    path = ended(district, 23)
    client = as_user(district.coordinator())
    assert "đã quá một ngày" not in client.get(path).content.decode()
    sent(client, path, district.nhung, "present")
    assert status_of(district.meeting) == {"Nhung": "present"}


def test_a_day_later__counts_when_a_second_person_agrees(as_user, district):
    path = ended(district, 25)
    client = as_user(district.coordinator())
    page = client.get(path).content.decode()
    assert "Buổi học kết thúc đã quá một ngày" in page
    assert "Gửi để người thứ hai duyệt" in page
    assert "chờ người thứ hai duyệt" in sent(client, path, district.nhung, "present")
    assert status_of(district.meeting) == {}
    address = reverse("meeting_paper", args=[AttendanceSheet.objects.get().uid])
    assert "Điểm danh ghi muộn" in client.get(address).content.decode()
    second = as_user(district.coordinator())
    second.post(address, {"approve": "1"})
    row = Attendance.objects.get()
    assert (row.status, row.source) == ("present", "late")
    assert "ghi muộn, đã duyệt" in second.get(path).content.decode()


def test_a_day_later__a_change_of_what_stands_waits_too(as_user, district):
    path = ended(district, 30)
    district.meeting.attendances.create(
        enrolment=district.nhung, status="absent", source="list",
        recorded_by=UserFactory(),
    )  # fmt: skip
    client = as_user(district.coordinator())
    sent(client, path, district.nhung, "present", was="absent")
    assert status_of(district.meeting) == {"Nhung": "absent"}
    assert AttendanceSheet.objects.get().rows == {str(district.nhung.uid): "present"}


def test_a_day_later__nothing_changed_is_said(as_user, district):
    path = ended(district, 30)
    page = as_user(district.coordinator()).post(path, {}).content.decode()
    assert "Chưa ghi ai trong danh sách." in page
    assert not AttendanceSheet.objects.exists()


def test_a_day_later__the_rest_waits_too_once_confirmed(as_user, district):
    path = ended(district, 30)
    client = as_user(district.coordinator())
    client.post(path, {"rest": "absent", "sure": "absent 2"})
    assert status_of(district.meeting) == {}
    assert len(AttendanceSheet.objects.get().rows) == 2


@pytest.mark.parametrize(("source", "is_taken"), [("list", False), ("late", True)])
def test_the_service_refuses_a_late_list_of_one_person(district, source, is_taken):
    ended(district, 30)
    said = {
        "meeting": district.meeting, "marks": {str(district.nhung.uid): "present"},
        "source": source, "by": UserFactory(), "at": timezone.now(),
    }  # fmt: skip
    if is_taken:
        assert record_attendance(**said) == 1
    else:
        with pytest.raises(AttendanceRefusedError, match="đã quá một ngày"):
            record_attendance(**said)
