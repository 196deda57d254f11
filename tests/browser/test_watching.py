"""Coi thi in a browser: the room, one attempt, more time; on a phone and in the dark."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from quizzes.services import record_event, start_attempt
from tests.factories import EnrolmentFactory, UserFactory
from tests.quizzes.factories import sitting
from tests.quizzes.marks import trainer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "mot-cua-2022"
LONG = "Nguyễn Phạm Hoàng Thị Khánh Nguyên Phương"
ADMIN_OWN = ("scrollable-region-focusable",)  # the sidebar of Wagtail itself


@pytest.fixture
def room(live_server):
    """Two people sit an examination; one of them left the page for a while."""
    room = sitting(is_exam=True, time_limit_minutes=30)
    group = room.enrolment.training_class
    second = EnrolmentFactory(training_class=group, learner=UserFactory(full_name=LONG))
    now = timezone.now()
    for enrolment in (room.enrolment, second):
        attempt = start_attempt(
            enrolment=enrolment, quiz=room.quiz, at=now, has_pledged=True
        )
    back = now + dt.timedelta(seconds=35)
    record_event(attempt=attempt, uid=uuid.uuid4(), kind="left", at=now)
    record_event(attempt=attempt, uid=uuid.uuid4(), kind="returned", at=back)
    return room


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (360, "dark")])
def test_invigilator__sees_the_room_and_gives_more_time(
    room, new_page, log_in, shot, axe, width, scheme
):
    person = trainer()
    person.set_password(PASSWORD)
    person.save()
    page = new_page(width, dark=scheme == "dark")
    log_in(page, person.staff_code, PASSWORD)
    page.goto(reverse("quiz_watch", args=[room.quiz.pk]))
    expect(page.get_by_text(LONG)).to_be_visible()
    shot(page, f"watch-{width}-{scheme}")
    axe(page, without=ADMIN_OWN)
    with page.expect_response(lambda reply: "x-part" in reply.request.headers):
        page.locator("[data-again]").click()
    page.goto(reverse("quiz_time", args=[room.quiz.pk]))
    page.get_by_label("Thêm bao nhiêu phút").fill("15")
    page.get_by_label("Lý do").fill("Mất điện cả phòng")
    shot(page, f"watch-time-{width}-{scheme}")
    axe(page, without=ADMIN_OWN)
    page.get_by_role("button", name="Thêm giờ").click()
    expect(page.get_by_text("Đã thêm 15 phút cho 2 bài.")).to_be_visible()
    attempt = room.quiz.attempts.last()
    page.goto(reverse("watch_sitting", args=[attempt.uid]))
    shot(page, f"watch-one-{width}-{scheme}")
    axe(page, without=ADMIN_OWN)
