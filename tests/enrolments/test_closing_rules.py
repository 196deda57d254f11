"""What stands in the way of closing a class: a date too early, meetings not counted."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.formats import vdate
from enrolments.models import AttendanceSheet
from enrolments.services.closing import close_class
from enrolments.services.closing_rules import ClosingRefusedError
from tests.enrolments.factories import MeetingFactory
from tests.factories import UserFactory

DAY = dt.timedelta(days=1)


def closed(district, **more):
    now = timezone.now()
    said = {
        "training_class": district.group, "decision_number": "12/QĐ", "by": district.nhung.learner,
        "decision_on": timezone.localdate(now), "at": now,
    }  # fmt: skip
    return close_class(**said | more)


@pytest.fixture
def page(as_user, district):
    """The closing page, got or sent as a coordinator does."""
    client, url = as_user(district.coordinator()), reverse("class_close", args=["K03"])

    def load(day=None, **more):
        if day is None:
            return client.get(url).content.decode()
        said = {"decision_number": "12/QĐ-UBND", "decision_on": vdate(day)} | more
        return client.post(url, said, follow=True).content.decode()

    return load


@pytest.fixture
def over(district):
    """The district's meeting ended an hour ago."""
    district.meeting.starts_at -= dt.timedelta(hours=4)
    district.meeting.ends_at -= dt.timedelta(hours=4)
    district.meeting.save()
    return district


def test_a_decision_before_the_class__refused_with_both_days(over, page):
    day = over.group.opens_on - DAY
    with pytest.raises(ClosingRefusedError, match=vdate(over.group.opens_on)):
        closed(over, decision_on=day)
    text = page(day)
    assert f"Ngày quyết định {vdate(day)} đứng trước ngày khai giảng" in text
    over.group.refresh_from_db()
    assert over.group.closed_at is None
    assert closed(over, decision_on=over.group.opens_on).closed_at


def test_a_decision_before_the_class__refused_in_the_admin_too(over, client):
    client.force_login(UserFactory(is_superuser=True))
    group = over.group
    said = {
        "code": group.code, "title": group.title, "course": group.course_id,
        "mode": group.mode, "opens_on": vdate(group.opens_on), "due_on": "",
        "decision_number": "12/QĐ", "decision_on": vdate(group.opens_on - DAY),
    }  # fmt: skip
    sent = client.post(reverse("classes:edit", args=[group.pk]), said)
    assert "đứng trước ngày khai giảng" in sent.content.decode()


def test_a_meeting_goes_on__waited_for_even_when_confirmed(district, page):
    for gives_up in (False, True):
        with pytest.raises(ClosingRefusedError, match="Ký số"):
            closed(district, gives_up=gives_up)
    assert "bế giảng được khi buổi đã kết thúc" in page()
    assert "Chưa bế giảng được" in page(timezone.localdate(), gives_up="on")


def test_meetings_to_come__named_and_called_off_only_when_confirmed(over, page):
    ahead = MeetingFactory(training_class=over.group, starts_in=30, title="Thực hành")
    with pytest.raises(ClosingRefusedError, match="Thực hành"):
        closed(over)
    assert "các buổi chưa học này bị hủy" in page()
    assert "phải xác nhận điều đó" in page(timezone.localdate())
    ahead.refresh_from_db()
    assert ahead.cancelled_at is None
    assert "Quyết định số 12/QĐ-UBND" in page(timezone.localdate(), gives_up="on")
    ahead.refresh_from_db()
    over.group.refresh_from_db()
    assert ahead.cancelled_at == over.group.closed_at
    over.meeting.refresh_from_db()
    assert over.meeting.cancelled_at is None


def test_a_list_that_waits__left_uncounted_only_when_confirmed(over, page):
    AttendanceSheet.objects.create(
        meeting=over.meeting,
        rows={str(over.nhung.uid): "present"},
        entered_by=over.phuc.learner,
    )
    with pytest.raises(ClosingRefusedError, match="chờ người thứ hai"):
        closed(over)
    assert "chờ người thứ hai duyệt của các buổi này" in page()
    assert closed(over, gives_up=True).closed_at


def test_nothing_unsettled__nothing_asked(over, page):
    assert "gives_up" not in page()
    assert "Quyết định số" in page(timezone.localdate())
