"""Days off, steps and the log of reminders in /cms/."""

import pytest
from django.urls import reverse

from enrolments.models import Holiday, Reminder, ReminderStep
from tests.factories import TrainingClassFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_days_off_are_edited__with_dates_as_written_here(as_user, manager):
    client = as_user(manager)
    client.post(reverse("holiday:add"), {"day": "02/9/2027", "name": "Quốc khánh"})
    assert Holiday.objects.get().day.isoformat() == "2027-09-02"
    assert "02/9/2027" in client.get(reverse("holiday:index")).content.decode()


def test_a_step_is_switched_off(as_user, manager):
    step = ReminderStep.objects.get(days=7)
    url = reverse("reminderstep:edit", args=[step.pk])
    as_user(manager).post(url, {"days": "7", "audience": "head"})
    step.refresh_from_db()
    assert not step.is_active


def test_the_log_is_read_and_nothing_else(as_user, manager):
    row = Reminder.objects.create(
        training_class=TrainingClassFactory(), recipient=UserFactory(), audience="learner",
        occasion="x", to="a@b.vn", subject="Còn 3 ngày", body="…",
    )  # fmt: skip
    client = as_user(manager)
    assert "Còn 3 ngày" in client.get(reverse("reminder:index")).content.decode()
    client.get(reverse("reminder:inspect", args=[row.pk]))
    client.post(reverse("reminder:delete", args=[row.pk]))
    assert Reminder.objects.exists()


def test_a_trainer_sees_none_of_it(as_user, trainer):
    client = as_user(trainer)
    for name in ("holiday:index", "reminderstep:index", "reminder:index"):
        assert client.get(reverse(name)).status_code == 302
