"""When a report that comes by mail goes out next, as its page says it."""

import datetime as dt

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from progress.models import ReportKind, ReportSchedule
from progress.services.schedule_days import (
    FIRST_ROUND,
    LAST_ROUND,
    first_open_day,
    next_round,
)
from progress.services.scheduling import schedule_report
from tests.factories import AgencyFactory, AgencyRoleFactory, UserFactory

DAY = dt.date(2026, 3, 2)


def at(hour, minute=0, day=DAY):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))


@pytest.mark.parametrize(
    ("now", "next_on", "when"),
    [
        (at(5), DAY, at(6, 30)),
        (at(8), DAY, at(8, 30)),
        (at(8), DAY - dt.timedelta(days=3), at(8, 30)),
        (at(10, 29), DAY, at(10, 30)),
        (at(10, 30), DAY, at(6, 30, DAY + dt.timedelta(days=1))),
        (at(15), DAY, at(6, 30, DAY + dt.timedelta(days=1))),
        (
            at(15),
            DAY + dt.timedelta(days=4),
            at(6, 30, DAY + dt.timedelta(days=4)),
        ),
    ],
)
def test_next_round__never_an_hour_that_is_over(now, next_on, when):
    assert next_round(ReportSchedule(next_on=next_on), now) == when


def test_first_open_day__today_while_a_round_is_left():
    assert first_open_day(at(10)) == DAY
    assert first_open_day(at(11)) == DAY + dt.timedelta(days=1)


def test_the_rounds_are_those_of_the_calendar():
    entry = settings.CELERY_BEAT_SCHEDULE["send the reports of the week and the month"]
    schedule = entry["schedule"]
    assert schedule.minute == {FIRST_ROUND.minute} == {LAST_ROUND.minute}
    assert schedule.hour == {*range(FIRST_ROUND.hour, LAST_ROUND.hour + 1)}


def test_the_page__says_to_whom_in_what_form_and_of_which_unit(client, db):
    user = UserFactory(email="dieu-phoi@brvt.vn")
    unit = AgencyFactory(code="CD-7", name="Huyện Châu Đức")
    AgencyRoleFactory(user=user, agency=unit)
    schedule_report(
        owner=user, kind=ReportKind.LEVELS, agency=unit, training_class=None,
        rhythm="weekly", first_on=timezone.localdate(),
    )  # fmt: skip
    client.force_login(user)
    page = client.get(reverse("report_schedules")).content.decode()
    row = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert "Huyện Châu Đức" in row
    assert "CD-7" not in row
    assert "Gửi đến dieu-phoi@brvt.vn" in page
    assert "tệp XLSX" in page
