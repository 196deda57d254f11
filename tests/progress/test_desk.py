"""What stands near the top of a learner's desk: the next meeting, classes that come."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.formats import vdate, vtime
from tests.enrolments.factories import MeetingFactory
from tests.factories import (
    EnrolmentFactory,
    LessonFactory,
    ModuleFactory,
    TrainingClassFactory,
)

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
NOW = timezone.localtime()
NOON = NOW.replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture
def enrolment(learner):
    enrolment = EnrolmentFactory(learner=learner)
    course = enrolment.training_class.course
    LessonFactory(module=ModuleFactory(course=course))
    return enrolment


@pytest.fixture
def desk(as_user, learner, enrolment):
    client = as_user(learner)
    return lambda: client.get(reverse("my")).content.decode()


def meeting(group, starts_at, hours=3, **facts):
    ends_at = starts_at + hours * HOUR
    return MeetingFactory(
        training_class=group, starts_at=starts_at, ends_at=ends_at, **facts
    )


def test_no_meeting__no_word_of_it(desk, enrolment):
    group = enrolment.training_class
    meeting(group, NOW - 9 * HOUR, title="Đã xong")
    meeting(group, NOW + 24 * HOUR, title="Đã hủy", cancelled_at=NOW)
    meeting(TrainingClassFactory(), NOW + 24 * HOUR, title="Lớp khác")
    page = desk()
    for word in ("Buổi học hôm nay", "Buổi học tới", "Đã xong", "Đã hủy", "Lớp khác"):
        assert word not in page


def test_todays_meeting__when_where_and_the_way_in(desk, enrolment):
    link = "https://hop.example.vn/ky-so"
    found = meeting(enrolment.training_class, NOW - HOUR / 4, title="Ký số", link=link)
    meeting(enrolment.training_class, NOW + 48 * HOUR, title="Buổi sau")
    page = desk()
    assert "Buổi học hôm nay" in page
    for word in ("Ký số", "Đang diễn ra", found.place, vtime(found.starts_at), link):
        assert word in page
    assert "Buổi sau" not in page
    assert page.index("Ký số") < page.index("Khóa học được giao")


def test_the_next_meeting__and_all_of_its_day(desk, enrolment):
    group, day = enrolment.training_class, NOON + 72 * HOUR
    meeting(group, day, title="Buổi chiều")
    meeting(group, day - 4 * HOUR, title="Buổi sáng")
    meeting(group, day + 24 * HOUR, title="Hôm sau nữa")
    page = desk()
    assert "Buổi học tới" in page
    assert vdate(day) in page
    assert page.index("Buổi sáng") < page.index("Buổi chiều")
    assert "Hôm sau nữa" not in page
    assert "Đang diễn ra" not in page


def test_who_finished_online__is_still_asked_to_come(desk, enrolment):
    enrolment.completed_at = enrolment.ended_at = timezone.now()
    enrolment.ended_reason = "completed"
    enrolment.save()
    meeting(enrolment.training_class, NOW + 24 * HOUR, title="Thực hành")
    assert "Thực hành" in desk()


def test_withdrawn__the_meetings_of_the_class_are_not_ones_own(desk, enrolment):
    meeting(enrolment.training_class, NOW + 24 * HOUR, title="Thực hành")
    enrolment.ended_at, enrolment.ended_reason = timezone.now(), "withdrawn"
    enrolment.save()
    assert "Thực hành" not in desk()


def test_a_class_that_opens_later__is_said_with_its_first_meeting(as_user, learner):
    group = TrainingClassFactory(
        code="SAU", opens_on=timezone.localdate() + dt.timedelta(days=5), due_on=None
    )
    EnrolmentFactory(learner=learner, training_class=group)
    meeting(group, NOON + 5 * 24 * HOUR, title="Khai giảng")
    page = as_user(learner).get(reverse("my")).content.decode()
    assert "chưa được ghi danh khóa nào" not in page
    assert "đã học xong mọi khóa" not in page
    assert "Sắp khai giảng" in page
    assert f"khai giảng {vdate(group.opens_on)}" in page
    assert "Khai giảng" in page
