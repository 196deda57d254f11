"""Coi thi: who sits a quiz now, who left the page, and more time for who lost it."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quizzes.models import ExtraTime
from quizzes.services import record_event, start_attempt
from tests.factories import EnrolmentFactory
from tests.quizzes.factories import sitting
from tests.quizzes.marks import trainer

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return sitting(is_exam=True, time_limit_minutes=30)


@pytest.fixture
def desk(as_user, room):
    return as_user(trainer())


def sit(room, *enrolments):
    now = timezone.now()
    return [
        start_attempt(enrolment=e, quiz=room.quiz, at=now, has_pledged=True)
        for e in enrolments
    ]


def watched(desk, room) -> tuple[int, str]:
    """Statements and text of the table alone, as the page's script asks for it."""
    address = reverse("quiz_watch", args=[room.quiz.pk])
    with CaptureQueriesContext(connection) as asked:
        page = desk.get(address, headers={"X-Part": "table"})
    return len(asked), page.content.decode()


def test_watch__nobody_has_begun(desk, room):
    page = desk.get(reverse("quiz_watch", args=[room.quiz.pk]))
    assert "Chưa có ai bắt đầu" in page.content.decode()


def test_watch__tells_departures_and_asks_no_more_for_more_people(desk, room):
    (attempt,) = sit(room, room.enrolment)
    left, back = timezone.now(), timezone.now() + dt.timedelta(seconds=35)
    record_event(attempt=attempt, uid=uuid.uuid4(), kind="left", at=left)
    record_event(attempt=attempt, uid=uuid.uuid4(), kind="returned", at=back)
    watched(desk, room)
    one, page = watched(desk, room)
    assert "35 giây" in page
    assert "<html" not in page
    group = room.enrolment.training_class
    sit(room, *EnrolmentFactory.create_batch(4, training_class=group))
    assert watched(desk, room)[0] == one
    told = desk.get(reverse("watch_sitting", args=[attempt.uid])).content.decode()
    assert "trở lại sau 35 giây" in told


def test_time__given_to_everybody_and_to_one(desk, room):
    (attempt,) = sit(room, room.enrolment)
    everybody = reverse("quiz_time", args=[room.quiz.pk])
    form = {"minutes": "15", "reason": "Mất điện", "key": str(uuid.uuid4())}
    said = desk.post(everybody, form | {"chosen": [str(attempt.uid)]}, follow=True)
    assert "Đã thêm 15 phút cho 1 bài" in said.content.decode()
    alone = reverse("watch_sitting", args=[attempt.uid])
    form |= {"minutes": "5", "key": str(uuid.uuid4())}
    assert "Đã thêm 5 phút" in desk.post(alone, form, follow=True).content.decode()
    assert sum(ExtraTime.objects.values_list("minutes", flat=True)) == 20
    before = attempt.due_at
    attempt.refresh_from_db()
    assert attempt.due_at == before + dt.timedelta(minutes=20)


def test_time__refused_with_what_to_do(desk, room):
    (attempt,) = sit(room, room.enrolment)
    form = {"minutes": "500", "reason": "", "key": str(uuid.uuid4())}
    page = desk.post(reverse("watch_sitting", args=[attempt.uid]), form)
    assert "từ 1 đến 180" in page.content.decode()
    assert not ExtraTime.objects.exists()


def test_watch__of_another_course_does_not_exist(as_user, room):
    (attempt,) = sit(room, room.enrolment)
    stranger = as_user(trainer(course=sitting().course))
    for name, key in (
        ("quiz_watch", room.quiz.pk),
        ("quiz_time", room.quiz.pk),
        ("watch_sitting", attempt.uid),
    ):
        assert stranger.get(reverse(name, args=[key])).status_code == 404
