"""On which days a class can meet, and in what order its meetings are counted."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.formats import vdate
from enrolments.services.meeting_rules import MeetingOutsideError
from enrolments.services.meetings import add_meeting, edit_meeting
from tests.enrolments.factories import MeetingFactory
from tests.factories import UserFactory

DAY = dt.timedelta(days=1)
NOW = timezone.now()


def facts(day, **more):
    start = timezone.make_aware(dt.datetime.combine(day, dt.time(8)))
    times = {"starts_at": start, "ends_at": start + dt.timedelta(hours=3)}
    return {"title": "Ôn tập", "by": UserFactory(), **times, **more}


def test_after_the_deadline__only_when_it_is_meant(district):
    far = facts(district.group.due_on + 400 * DAY)
    with pytest.raises(MeetingOutsideError, match="là 400 ngày sau hạn"):
        add_meeting(training_class=district.group, **far)
    made = add_meeting(training_class=district.group, is_meant=True, **far)
    renamed = edit_meeting(meeting=made, at=NOW, **far | {"title": "Thi"})
    assert renamed.title == "Thi", "the day it has is not asked about again"
    with pytest.raises(MeetingOutsideError):
        edit_meeting(meeting=made, at=NOW, **facts(district.group.due_on + 401 * DAY))


def test_no_deadline__a_year_after_the_opening_is_far(district):
    district.group.due_on = None
    district.group.save()
    opens = district.group.opens_on
    add_meeting(training_class=district.group, **facts(opens + 366 * DAY))
    with pytest.raises(MeetingOutsideError, match="367 ngày sau khai giảng"):
        add_meeting(training_class=district.group, **facts(opens + 367 * DAY))


def test_the_page__asks_and_keeps_what_was_typed(as_user, district):
    client = as_user(district.coordinator())
    path = reverse("class_meetings", args=["K03"])
    day = vdate(district.group.due_on + DAY)
    said = {"title": "Tổng kết", "day": day, "begins": "8:00", "ends": "9:00"}
    assert "is_meant" not in client.get(path).content.decode()
    page = client.post(path, said).content.decode()
    assert "xác nhận nếu đúng là ngày đó" in page
    assert 'name="is_meant"' in page
    assert 'value="Tổng kết"' in page
    client.post(path, said | {"is_meant": "on"})
    assert district.group.meetings.filter(title="Tổng kết").exists()


def test_numbered_by_date__what_was_called_off_has_no_number(as_user, district):
    for starts_in, more in [(60, {}), (30, {"cancelled_at": NOW}), (20, {})]:
        MeetingFactory(training_class=district.group, starts_in=starts_in, **more)
    client = as_user(district.coordinator())
    page = client.get(reverse("class_meetings", args=["K03"]))
    rows = page.context["rows"]
    assert [row.starts_at for row in rows] == sorted(row.starts_at for row in rows)
    assert [row.number for row in rows] == [1, 2, None, 3]
