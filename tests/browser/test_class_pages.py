"""A class that asks for its meetings, as its learner and as its coordinator see it.

At the widths of a cheap phone and of an old PC, in both colour schemes.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.browser.test_every_page import LONGEST, PASSWORD, SCREENS, check
from tests.enrolments.factories import District, MeetingFactory, learner_in
from tests.factories import EnrolmentFactory, LessonFactory, ModuleFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = 24


@pytest.fixture(params=SCREENS, ids=lambda s: f"{s[0]}{'-dark' if s[2] else ''}")
def page(request, new_page):
    width, height, dark = request.param
    return new_page(width, height, dark=dark)


@pytest.fixture
def district():
    """Five meetings: two gone by, one now, two to come; four of them are asked for."""
    district = District()
    district.group.attendance_minimum = 75
    district.group.save()
    for number, days in enumerate((-3, -2, 1, 2)):
        meeting = MeetingFactory(
            training_class=district.group,
            starts_in=DAY * days,
            title=f"Thực hành số hóa hồ sơ giấy, phần {number + 1}",
            link="https://hop.example.vn/ky-so" if days == 1 else "",
        )
        if days < 0:
            meeting.attendances.create(
                enrolment=district.nhung,
                status="present" if days == -3 else "absent",
                source="qr",
                recorded_by=district.nhung.learner,
            )
    for number in range(30):
        learner_in(district.group, district.ours, full_name=f"{LONGEST} {number}")
    district.coordinator(staff_code="dp", password=PASSWORD)
    return district


def test_a_learner__conditions_meetings_and_what_is_over(
    page, axe, log_in, shot, district
):
    learner = UserFactory(staff_code="hv", full_name=LONGEST, password=PASSWORD)
    now = timezone.now()
    row = EnrolmentFactory(
        learner=learner, training_class=district.group, passed=True, ended_at=now
    )
    row.training_class.meetings.first().attendances.create(
        enrolment=row, status="present", source="qr", recorded_by=learner
    )
    course = district.group.course
    LessonFactory(module=ModuleFactory(course=course), title="1.1 Số hóa")
    for days in range(5):
        EnrolmentFactory(
            learner=learner,
            passed=days % 2 == 0,
            training_class__closed_at=now - timedelta(days=days),
        )
    log_in(page, "hv", PASSWORD)
    size = page.viewport_size["width"]
    for name, path in (("my", reverse("my")), ("course", course.url)):
        check(page, axe, [path])
        shot(page, f"conditions-{name}-{size}")


def test_a_coordinator__closes_pages_through_a_late_list_and_copies(
    page, axe, log_in, shot, district
):
    log_in(page, "dp", PASSWORD)
    size = page.viewport_size["width"]
    past = district.group.meetings.first()
    for name, path in (
        ("close", reverse("class_close", args=["K03"])),
        ("late", reverse("meeting", args=[past.uid])),
        ("copy", reverse("class_copy", args=["K03"])),
        ("list", reverse("coordinate_classes")),
    ):
        check(page, axe, [path])
        shot(page, f"class-{name}-{size}")
