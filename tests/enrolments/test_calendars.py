"""One's own calendar: what is still asked of the person, and nothing else."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from enrolments.meetings.calendars import of_person, token_for
from enrolments.models import Extension
from tests.enrolments.factories import MeetingFactory
from tests.factories import UserFactory


def titles(user):
    feed = Calendar.from_ical(of_person(user, at=timezone.now()))
    return {str(event["summary"]) for event in feed.walk("VEVENT")}


MEETING = "Lớp K03 Châu Đức: Ký số"
DEADLINE = "Hạn hoàn thành: Lớp K03 Châu Đức"


def ended(row, reason):
    row.ended_at, row.ended_reason = timezone.now() - dt.timedelta(days=1), reason
    row.save()


@pytest.mark.parametrize(
    ("reason", "left"),
    [("", {MEETING, DEADLINE}), ("completed", {MEETING}), ("withdrawn", set())],
)
def test_own_calendar__holds_what_is_still_asked(district, reason, left):
    if reason:
        ended(district.nhung, reason)
    assert titles(district.nhung.learner) == left


def test_own_calendar__a_closed_class_asks_nothing(district):
    district.group.closed_at = timezone.now()
    district.group.save()
    assert titles(district.nhung.learner) == set()


def test_own_calendar__deadline_is_the_learners_own(district):
    later = district.group.due_on + dt.timedelta(days=5)
    Extension.objects.create(
        enrolment=district.nhung, due_on=later, reason="ốm", granted_by=UserFactory()
    )
    feed = Calendar.from_ical(of_person(district.nhung.learner, at=timezone.now()))
    days = [
        e.decoded("dtstart") for e in feed.walk("VEVENT") if e["summary"] == DEADLINE
    ]
    assert days == [later]


def test_own_calendar__is_in_the_persons_language(district):
    district.nhung.learner.language = "en"
    assert DEADLINE not in titles(district.nhung.learner)


def test_own_calendar__costs_the_same_for_many_meetings(
    client, district, django_assert_max_num_queries
):
    for hours in range(10):
        MeetingFactory(training_class=district.group, starts_in=hours)
    path = reverse("own_calendar", args=[token_for(district.nhung.learner)])
    with django_assert_max_num_queries(3):
        assert client.get(path).status_code == 200


def test_own_calendar__of_somebody_deactivated_is_gone(client, district):
    learner = district.nhung.learner
    path = reverse("own_calendar", args=[token_for(learner)])
    learner.is_active = False
    learner.save()
    assert client.get(path).status_code == 404
