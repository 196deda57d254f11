"""Letters that wait are taken back when nobody needs them; a learner gets one a day."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from enrolments.models import Reminder
from enrolments.services.closing import close_class
from enrolments.services.reminding import plan_reminders
from enrolments.services.reminding_by_hand import remind_now
from enrolments.services.sending import send_again, send_reminder
from tests.enrolments.test_reminders import MONDAY, at, caretaker, desk, learner

__all__ = ["desk"]  # the fixture
pytestmark = pytest.mark.django_db
BEFORE = MONDAY - timedelta(days=3)  # a Friday, and a step's day


def states():
    rows = Reminder.objects.filter(audience="learner").order_by("send_on", "pk")
    return [(row.send_on, row.state) for row in rows]


def send_all(day):
    for pk in Reminder.objects.filter(state="pending").values_list("pk", flat=True):
        send_reminder(pk=pk, at=at(day))


def close(desk, day):
    return close_class(
        training_class=desk["group"], decision_number="12/QĐ", decision_on=day,
        by=caretaker(desk, "X", email=None), at=at(day),
    )  # fmt: skip


def test_a_closed_class__every_letter_that_waits_is_taken_back_with_the_reason(desk):
    learner(desk)
    caretaker(desk, "CD")
    plan_reminders(at=at(MONDAY))
    plan_reminders(at=at(MONDAY + timedelta(days=3)))
    letters = Reminder.objects.all()
    assert {row.audience for row in letters} == {"learner", "coordinator"}
    close(desk, MONDAY + timedelta(days=3))
    assert set(letters.values_list("state", flat=True)) == {"dropped"}
    closed = letters.exclude(error__startswith="Thay bằng thư nhắc ngày 26/11/2026")
    assert {row.error for row in closed} == {"Lớp đã bế giảng ngày 26/11/2026."}
    assert {row.audience for row in closed} == {"learner", "coordinator"}
    send_all(MONDAY + timedelta(days=4))
    assert mail.outbox == []


def test_a_closed_class__what_went_stays_sent_and_what_failed_is_not_tried_again(
    desk, client
):
    learner(desk)
    owner = caretaker(desk, "CD")
    plan_reminders(at=at(BEFORE))
    send_all(BEFORE)
    plan_reminders(at=at(MONDAY))
    Reminder.objects.filter(state="pending").update(state="failed")
    close(desk, MONDAY)
    assert states() == [(BEFORE, "sent"), (MONDAY, "failed")]
    client.force_login(owner)
    failed = Reminder.objects.get(audience="learner", state="failed")
    page = client.post(reverse("reminder_again", args=[failed.uid]), follow=True)
    assert "được rút lại. Lớp đã bế giảng" in page.content.decode()
    assert send_again(reminder=failed, at=timezone.now()).state == "dropped"


def test_a_letter_written_while_the_class_closed__does_not_go(desk):
    learner(desk)
    plan_reminders(at=at(MONDAY))
    desk["group"].closed_at = at(MONDAY)
    desk["group"].save()
    send_all(MONDAY)
    assert states() == [(MONDAY, "dropped")]
    assert mail.outbox == []


def test_a_step__takes_back_the_one_before_that_still_waits(desk):
    learner(desk)
    plan_reminders(at=at(BEFORE))
    plan_reminders(at=at(MONDAY))
    assert states() == [(BEFORE, "dropped"), (MONDAY, "pending")]
    assert "23/11/2026" in Reminder.objects.get(state="dropped").error
    send_all(MONDAY)
    assert len(mail.outbox) == 1


def test_a_step__leaves_it_to_what_a_coordinator_wrote_and_still_waits(desk):
    row = learner(desk)
    by = caretaker(desk, "CD", email=None)
    day = BEFORE - timedelta(days=1)
    remind_now(enrolments=[row], more="Mai tôi đến xã.", by=by, at=at(day))
    plan_reminders(at=at(BEFORE))
    assert states() == [(day, "pending")]
    send_all(BEFORE)
    assert "Mai tôi đến xã." in mail.outbox[0].body


def test_a_step__adds_nothing_to_an_older_letter_that_went_this_morning(desk):
    learner(desk)
    plan_reminders(at=at(BEFORE))
    send_all(MONDAY)
    plan_reminders(at=at(MONDAY))
    assert states() == [(BEFORE, "sent")]


def test_two_that_wait_all_the_same__one_goes_and_the_other_says_why(desk):
    learner(desk)
    plan_reminders(at=at(BEFORE))
    plan_reminders(at=at(MONDAY))
    Reminder.objects.filter(state="dropped").update(state="pending", error="")
    send_all(MONDAY)
    assert len(mail.outbox) == 1
    assert "đã nhận một thư khác" in Reminder.objects.get(state="dropped").error
