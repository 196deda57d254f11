"""The calendar of a class: an address to follow, and what programs get from it."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from enrolments.meetings.calendars import token_for
from enrolments.models import Extension, TrainingClass
from enrolments.services.calendars import renew_calendar
from enrolments.services.cancelling import cancel_meeting
from enrolments.services.meetings import edit_meeting
from enrolments.services.opening import copy_class
from tests.enrolments.factories import MeetingFactory
from tests.factories import UserFactory


def feed_of(group):
    group.refresh_from_db()
    return reverse("class_feed", args=[group.calendar_token])


def events(octets):
    return {str(e["uid"]): e for e in Calendar.from_ical(octets).walk("VEVENT")}


def meeting_in(client, district):
    found = events(client.get(feed_of(district.group)).content)
    return next(e for uid, e in found.items() if str(district.meeting.uid) in uid)


@pytest.fixture
def later(district):
    """The meeting is still to come: it can be moved and called off."""
    district.meeting.starts_at += dt.timedelta(days=2)
    district.meeting.ends_at += dt.timedelta(days=2)
    district.meeting.save()
    return district


def test_feed__the_meetings_and_the_deadline__nobody_by_name(client, district):
    MeetingFactory(training_class=district.group, title="Buổi hai", starts_in=30)
    answer = client.get(feed_of(district.group))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found = events(answer.content)
    assert {str(e["summary"]).rpartition(": ")[2] for e in found.values()} == {
        "Ký số",
        "Buổi hai",
        "Lớp K03 Châu Đức",
    }
    text = answer.content.decode().replace("\r\n ", "")
    for row in district.group.enrolments.select_related("learner"):
        for secret in (row.learner.full_name, row.learner.staff_code, str(row.uid)):
            assert secret not in text
    assert "ATTENDEE" not in text
    assert "ORGANIZER" not in text


def test_feed__as_the_standard_writes_it(client, later):
    place = "Hội trường A, nhà B; tầng 2\\trái – " + "số rất dài " * 12
    edit_meeting(
        meeting=later.meeting,
        by=UserFactory(),
        at=timezone.now(),
        place=place.strip()[:200],
    )
    octets = client.get(feed_of(later.group)).content
    assert octets.endswith(b"END:VCALENDAR\r\n")
    lines = octets.split(b"\r\n")
    assert b"\n" not in b"".join(lines), "lines end in CRLF and in nothing else"
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # a fold never cuts a letter in two
    text = octets.replace(b"\r\n ", b"").decode()
    assert r"LOCATION:Hội trường A\, nhà B\; tầng 2\\trái – số" in text
    for name in ("DTSTART", "DTEND", "DTSTAMP", "LAST-MODIFIED"):
        moments = re.findall(rf"^{name}:(\S+)\r$", text, re.MULTILINE)
        assert moments, name
        assert all(re.fullmatch(r"\d{8}T\d{6}Z", m) for m in moments), "in UTC"
    whole_days = re.findall(r"^DTSTART;VALUE=DATE:(\d{8})\r$", text, re.MULTILINE)
    assert whole_days == [later.group.due_on.strftime("%Y%m%d")]
    uids = re.findall(r"^UID:(\S+)\r$", text, re.MULTILINE)
    assert len(uids) == len(set(uids)) == 2


def test_a_change__keeps_the_uid_and_raises_its_number(client, later):
    before = meeting_in(client, later)
    moved = later.meeting.starts_at + dt.timedelta(hours=1)
    said = {"starts_at": moved, "ends_at": moved + dt.timedelta(hours=2)}
    edit_meeting(meeting=later.meeting, by=UserFactory(), at=timezone.now(), **said)
    after = meeting_in(client, later)
    assert after["uid"] == before["uid"]
    assert after["sequence"] == before["sequence"] + 1
    assert after.decoded("last-modified") >= before.decoded("last-modified")
    assert after.decoded("dtstart") == moved.replace(microsecond=0)
    edit_meeting(meeting=later.meeting, by=UserFactory(), at=timezone.now(), **said)
    assert meeting_in(client, later)["sequence"] == after["sequence"], "nothing changed"
    cancel_meeting(meeting=later.meeting, by=UserFactory(), at=timezone.now())
    gone = meeting_in(client, later)
    assert (gone["status"], gone["sequence"]) == ("CANCELLED", after["sequence"] + 1)


def test_the_number_never_falls__though_an_old_copy_is_saved(client, later):
    old = type(later.meeting).objects.get(pk=later.meeting.pk)
    for title in ("Một", "Hai"):
        edit_meeting(
            meeting=later.meeting, by=UserFactory(), at=timezone.now(), title=title
        )
    reached = meeting_in(client, later)["sequence"]
    old.save()
    assert meeting_in(client, later)["sequence"] == reached + 1


def test_a_class_with_another_title_or_deadline__raises_the_numbers(client, district):
    first = events(client.get(feed_of(district.group)).content)
    district.group.title = "Lớp K03, đổi tên"
    district.group.due_on += dt.timedelta(days=3)
    district.group.save()
    second = events(client.get(feed_of(district.group)).content)
    assert first.keys() == second.keys(), "the deadline moves, it is no other one"
    for uid, event in second.items():
        assert event["sequence"] == first[uid]["sequence"] + 1
        assert "đổi tên" in event["summary"]
    district.group.place = "nơi khác"
    district.group.save()
    third = events(client.get(feed_of(district.group)).content)
    assert {e["sequence"] for e in third.values()} == {
        e["sequence"] for e in second.values()
    }


def test_own_deadline__an_extension_raises_its_number(client, district):
    path = reverse("own_calendar", args=[token_for(district.nhung.learner)])
    key = f"{district.nhung.uid}-deadline"

    def own():
        found = events(client.get(path).content)
        return next(e for uid, e in found.items() if uid.startswith(key))

    before = own()
    later = district.group.due_on + dt.timedelta(days=5)
    Extension.objects.create(
        enrolment=district.nhung,
        due_on=later,
        reason="ốm",
        granted_by=UserFactory(),
        granted_at=timezone.now() + dt.timedelta(seconds=1),  # a feed has whole seconds
    )
    after = own()
    assert after["uid"] == before["uid"]
    assert after["sequence"] == before["sequence"] + 1
    assert after.decoded("last-modified") > before.decoded("last-modified")
    assert after.decoded("dtstart") == later


@pytest.mark.parametrize("whose", ["class", "own"])
def test_unchanged__is_told_in_a_word(client, later, whose):
    path = feed_of(later.group)
    if whose == "own":
        path = reverse("own_calendar", args=[token_for(later.nhung.learner)])
    first = client.get(path)
    tag = first.headers["ETag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    if whose == "class":
        when = first.headers["Last-Modified"]
        known = {"If-Modified-Since": when}
        assert client.get(path, headers=known).status_code == 304
    cancel_meeting(meeting=later.meeting, by=UserFactory(), at=timezone.now())
    fresh = client.get(path, headers={"If-None-Match": tag})
    assert fresh.status_code == 200
    assert fresh.headers["ETag"] != tag
    assert "private" in fresh.headers["Cache-Control"]


def test_feed__costs_the_same_for_many_meetings(client, district):
    path = feed_of(district.group)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for hours in range(10):
        MeetingFactory(training_class=district.group, starts_in=hours)
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert len(many) == len(few) <= 3


# --- the address ------------------------------------------------------------------------


def test_every_class_has_an_address_of_its_own(district):
    copied = copy_class(
        training_class=district.group,
        code="K04",
        opens_on=district.group.opens_on,
        by=UserFactory(),
        at=timezone.now(),
    )
    tokens = set(TrainingClass.objects.values_list("calendar_token", flat=True))
    assert len(tokens) == TrainingClass.objects.count()
    assert copied.calendar_token != district.group.calendar_token
    assert all(len(token) >= 40 for token in tokens)


def test_renewing__the_old_address_dies__safe_twice(client, district):
    old = feed_of(district.group)
    known = district.group.calendar_token
    renewed = renew_calendar(training_class=district.group, known=known)
    again = renew_calendar(training_class=district.group, known=known)
    assert again.calendar_token == renewed.calendar_token != known
    assert client.get(old).status_code == 404
    assert client.get(feed_of(district.group)).status_code == 200
    assert client.get(reverse("class_feed", args=["x" * 43])).status_code == 404


def test_who_runs_the_class_sees_and_renews_the_address(client, district):
    client.force_login(district.coordinator())
    url = reverse("class_address", args=["K03"])
    assert feed_of(district.group) in client.get(url).content.decode()
    manage = client.get(reverse("class_manage", args=["K03"])).content.decode()
    assert url in manage
    said = {"known": district.group.calendar_token}
    refused = client.post(url, said)
    assert "Đánh dấu ô bên dưới" in refused.content.decode()
    assert district.group.calendar_token in feed_of(district.group), "not yet"
    old = feed_of(district.group)
    assert client.post(url, said | {"confirm": "1"}).status_code == 302
    assert feed_of(district.group) != old


@pytest.mark.parametrize("who", ["head", "neighbour", "learner"])
def test_others_are_not_shown_it(client, district, who):
    people = {
        "head": lambda: district.coordinator(role="head"),
        "neighbour": lambda: district.coordinator(district.theirs),
        "learner": lambda: district.nhung.learner,
    }
    client.force_login(people[who]())
    url = reverse("class_address", args=["K03"])
    said = {"known": district.group.calendar_token, "confirm": "1"}
    for answer in (client.get(url), client.post(url, said)):
        assert answer.status_code == 404
        assert district.group.calendar_token not in answer.content.decode()
    assert client.get(feed_of(district.group)).status_code == 200, "not renewed"


def test_the_learner_finds_it_at_home__as_long_as_enrolled(client, district):
    client.force_login(district.nhung.learner)
    address = feed_of(district.group)
    home = client.get(reverse("my")).content.decode()
    assert f"http://testserver{address}" in home
    assert f"webcal://testserver{address}" in home
    district.nhung.ended_at = timezone.now()
    district.nhung.ended_reason = "withdrawn"
    district.nhung.save()
    assert address not in client.get(reverse("my")).content.decode()
