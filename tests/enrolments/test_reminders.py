"""Who is reminded when, never twice, over a real SMTP server."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.formats import vdate, weekday
from accounts.workdays import is_working, working_day_from, working_days_later
from agencies.models import AgencyRole
from enrolments.models import Enrolment, Extension, Holiday, Reminder, ReminderStep
from enrolments.reminding.workdays import days_due
from enrolments.services.reminding import plan_reminders
from enrolments.services.reminding_by_hand import remind_now
from enrolments.services.sending import send_again, send_reminder
from tests.enrolments.smtp import smtp_server
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    EnrolmentFactory,
    MembershipFactory,
    TrainingClassFactory,
    UserFactory,
)
from tests.parallel import at_once

SHIPPED = Path(__file__).parents[2] / "curriculum" / "holidays.csv"
MONDAY = date(2026, 11, 23)


def at(day):
    return timezone.make_aware(
        timezone.datetime.combine(day, timezone.datetime.min.time())
    ) + timedelta(hours=8)


@pytest.fixture
def desk(db):
    top = AgencyFactory(code="CD", name="Huyện Châu Đức", kind="cap_huyen")
    unit = AgencyFactory(code="SR", name="Xã Suối Rao", parent=top)
    group = TrainingClassFactory(
        code="SHHS", opens_on=MONDAY - timedelta(days=60), due_on=MONDAY
    )
    return {"CD": top, "SR": unit, "X": AgencyFactory(code="X"), "group": group}


def learner(desk, unit="SR", email="nhung@brvt.vn", **more) -> Enrolment:
    user = UserFactory(full_name=more.pop("name", "Lê Thị Hồng Nhung"), email=email)
    MembershipFactory(user=user, agency=desk[unit])
    return EnrolmentFactory(learner=user, training_class=desk["group"], **more)


def caretaker(desk, unit, role="coordinator", email="dpv@brvt.vn"):
    user = UserFactory(email=email)
    AgencyRoleFactory(user=user, agency=desk[unit], role=role)
    return user


def planned(day, **lookup) -> list[str]:
    plan_reminders(at=at(day))
    return sorted(Reminder.objects.filter(**lookup).values_list("to", flat=True))


# --- days -----------------------------------------------------------------------------


def test_weekends_and_holidays_and_days_made_up():
    off = {date(2026, 11, 24): False, date(2026, 11, 28): True}
    assert is_working(MONDAY, off)
    assert not is_working(date(2026, 11, 24), off)
    assert is_working(date(2026, 11, 28), off), "a Saturday worked instead"
    assert working_day_from(date(2026, 11, 24), off) == date(2026, 11, 25)


def test_a_term_of_working_days_ends_after_weekends_and_holidays():
    off = {date(2026, 11, 24): False, date(2026, 11, 28): True}
    assert working_days_later(MONDAY, 5, {}) == date(2026, 11, 30)
    assert working_days_later(MONDAY, 5, off) == date(2026, 11, 30), "one off, one on"
    assert working_days_later(date(2026, 11, 28), 1, {}) == date(2026, 11, 30)


def test_what_falls_on_a_day_off_goes_out_on_the_next_working_day():
    assert days_due(date(2026, 11, 22), {}) == []
    due = days_due(MONDAY, {})
    assert {date(2026, 11, 21), date(2026, 11, 22), MONDAY} <= set(due)
    assert min(due) == date(2026, 11, 19), "two working days that may have been missed"


@given(
    st.dates(date(2022, 1, 1), date(2026, 12, 1)),
    st.dictionaries(
        st.dates(date(2022, 1, 1), date(2026, 12, 31)), st.booleans(), max_size=30
    ),
)
def test_no_day_is_ever_lost(day, off):
    """Each calendar day is due on the working day it moves to."""
    assert day in days_due(working_day_from(day, off), off)


def test_the_shipped_days_off__and_again_nothing_changes(db, capsys):
    call_command("import_holidays", str(SHIPPED))
    count = Holiday.objects.count()
    assert count > 50
    assert not Holiday.objects.get(day=date(2025, 1, 29)).is_working
    assert Holiday.objects.get(day=date(2025, 4, 26)).is_working
    call_command("import_holidays", str(SHIPPED))
    assert f"giữ nguyên {count}" in capsys.readouterr().out


def test_bad_days_are_refused(db, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("ngày,tên\n30/02/2026,X\n")
    with pytest.raises(CommandError):
        call_command("import_holidays", str(file))
    assert not Holiday.objects.exists()


# --- who ------------------------------------------------------------------------------


def test_learner__a_week_before_three_days_before_on_the_day_and_after(desk):
    learner(desk)
    days = [MONDAY + timedelta(days=n) for n in range(-20, 20)]
    sent_on = []
    for day in days:
        before = Reminder.objects.filter(audience="learner").count()
        plan_reminders(at=at(day))
        if Reminder.objects.filter(audience="learner").count() > before:
            sent_on.append((day - MONDAY).days)
    assert sent_on == [-7, -3, 0, 3]


def test_never_on_a_weekend__but_on_monday(desk):
    desk["group"].due_on = date(2026, 11, 28) + timedelta(days=7)  # a Saturday
    desk["group"].save()
    learner(desk)
    assert planned(date(2026, 11, 28)) == []
    assert planned(date(2026, 11, 30)) == ["nhung@brvt.vn"]
    assert "Còn 5 ngày đến hạn 05/12/2026" in Reminder.objects.get().subject


def test_never_on_a_holiday(desk):
    Holiday.objects.create(day=MONDAY, name="Nghỉ")
    learner(desk)
    assert planned(MONDAY) == []
    assert planned(MONDAY + timedelta(days=1), audience="learner") == ["nhung@brvt.vn"]


def test_never_twice(desk):
    learner(desk)
    assert planned(MONDAY, audience="learner") == planned(MONDAY, audience="learner")
    assert Reminder.objects.filter(audience="learner").count() == 1


@pytest.mark.parametrize(
    "fact",
    [{"completed_at": at(MONDAY)}, {"ended_at": at(MONDAY), "ended_reason": "exempt"}],
)
def test_who_is_through_or_exempt_gets_none(desk, fact):
    learner(desk, **fact)
    assert planned(MONDAY) == []


def test_a_class_that_sends_none(desk):
    desk["group"].sends_reminders = False
    desk["group"].save()
    learner(desk)
    assert planned(MONDAY) == []


def test_an_extension_moves_the_reminder(desk):
    row = learner(desk)
    Extension.objects.create(
        enrolment=row,
        due_on=MONDAY + timedelta(days=7),
        reason="ốm",
        granted_by=row.learner,
    )
    plan_reminders(at=at(MONDAY))
    assert "Còn 7 ngày" in Reminder.objects.get().subject


def test_digest_goes_to_the_nearest_coordinator__and_names_whom_no_mail_reaches(desk):
    near, far = (
        caretaker(desk, "SR", email="gan@brvt.vn"),
        caretaker(desk, "CD", email="xa@brvt.vn"),
    )
    learner(desk)
    learner(desk, email=None, name="Đặng Văn Phúc")
    learner(desk, unit="CD", email="huyen@brvt.vn", name="Võ Thị Kim Anh")
    learner(desk, unit="X", email="la@brvt.vn", name="Người Nơi Khác")
    assert planned(MONDAY, audience="coordinator") == ["gan@brvt.vn", "xa@brvt.vn"]
    body = Reminder.objects.get(recipient=near, audience="coordinator").body
    assert "Lê Thị Hồng Nhung" in body
    assert "Không có thư điện tử nên chưa được nhắc: Đặng Văn Phúc." in body
    assert "Võ Thị Kim Anh" not in body
    assert (
        "Người Nơi Khác"
        not in Reminder.objects.get(recipient=far, audience="coordinator").body
    )


def test_the_head_comes_last(desk):
    caretaker(desk, "CD", role="head", email="lanh-dao@brvt.vn")
    learner(desk)
    assert planned(MONDAY + timedelta(days=4), audience="head") == []
    assert planned(MONDAY + timedelta(days=7), audience="head") == ["lanh-dao@brvt.vn"]


def test_steps_can_be_switched_off(desk):
    ReminderStep.objects.filter(audience="learner").update(is_active=False)
    learner(desk)
    assert planned(MONDAY) == []


@pytest.mark.parametrize("people", [3, 30])
def test_planning_takes_a_constant_number_of_queries(
    desk, people, django_assert_max_num_queries
):
    caretaker(desk, "CD")
    for n in range(people):
        learner(desk, email=f"a{n}@brvt.vn")
    with django_assert_max_num_queries(25):
        plan_reminders(at=at(MONDAY))


# --- sending --------------------------------------------------------------------------


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with smtp_server() as running:
        settings.EMAIL_HOST, settings.EMAIL_PORT = running.server_address
        settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 5
        yield running


def send(row, *, after=timedelta(0)) -> Reminder:
    send_reminder(pk=row.pk, at=at(MONDAY) + after)
    row.refresh_from_db()
    return row


@pytest.fixture
def waiting(desk):
    learner(desk)
    plan_reminders(at=at(MONDAY))
    return Reminder.objects.get()


def test_sent__once(server, waiting):
    assert send(waiting).state == "sent"
    send(waiting)
    assert len(server.taken) == 1
    message = server.taken[0]
    assert "To: nhung@brvt.vn" in message
    assert "text/html" in message


def test_refused_for_the_moment__waits_and_goes_later(server, waiting):
    server.refusals = ["451 try later"]
    assert send(waiting).state == "pending"
    assert "451" in waiting.error
    assert send(waiting, after=timedelta(seconds=59)).attempts == 1
    assert send(waiting, after=timedelta(minutes=1)).state == "sent"
    assert (len(server.taken), waiting.error, waiting.attempts) == (1, "", 2)


def test_refused_for_good__says_why_and_can_be_sent_again(server, waiting):
    server.refusals = ["550 no such user"]
    assert send(waiting).state == "failed"
    assert "550" in waiting.error
    send(waiting)
    assert server.taken == []
    waiting.recipient.email = "moi@brvt.vn"
    waiting.recipient.save()
    send_again(reminder=waiting, at=timezone.now())
    assert send(waiting).state == "sent"
    assert "To: moi@brvt.vn" in server.taken[0]


def test_nobody_listens__it_waits_and_gives_up_in_the_end(settings, waiting):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    while waiting.state == "pending":
        now = waiting.retry_at or at(MONDAY)
        send_reminder(pk=waiting.pk, at=now)
        waiting.refresh_from_db()
    assert waiting.state == "failed"
    assert timedelta(hours=20) < now - at(MONDAY) < timedelta(hours=30)
    assert waiting.attempts < 50


def test_who_finished_since__is_not_written_to(server, waiting):
    Enrolment.objects.update(completed_at=timezone.now())
    assert send(waiting).state == "dropped"
    assert server.taken == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once__send_once(server, transactional_db):
    unit = AgencyFactory()
    group = TrainingClassFactory(opens_on=MONDAY - timedelta(days=9), due_on=MONDAY)
    learner({"SR": unit, "group": group})
    plan_reminders(at=at(MONDAY))
    row = Reminder.objects.get(audience="learner")
    at_once(*4 * [partial(send_reminder, pk=row.pk, at=at(MONDAY))])
    assert len(server.taken) == 1


# --- by hand --------------------------------------------------------------------------


def worked(is_working, days=0):
    """Today, or so many days on, is a working day or a day off, whatever the calendar."""
    day = timezone.localdate() + timedelta(days=days)
    Holiday.objects.create(day=day, name="Thử", is_working=is_working)
    return day


@pytest.fixture
def today(db):
    return worked(True)


@pytest.fixture
def coordinator(client, desk):
    user = caretaker(desk, "CD")
    client.force_login(user)
    client.user = user
    return client


def test_by_hand__people_and_letters_are_counted_apart(today, coordinator, desk):
    """Who is in two classes is one person and gets two letters."""
    one = learner(desk)
    other = TrainingClassFactory(
        opens_on=one.training_class.opens_on, due_on=one.training_class.due_on
    )
    two = EnrolmentFactory(learner=one.learner, training_class=other)
    said = {"enrolment": [str(one.uid), str(two.uid)]}
    page = coordinator.post(reverse("coordinate_remind"), said).content.decode()
    assert "1 người sẽ nhận 2 thư, mỗi lớp một thư." in page
    assert "Gửi 2 thư" in page
    coordinator.post(reverse("coordinate_remind"), said | {"confirm": "1", "more": ""})
    assert Reminder.objects.count() == 2


def test_by_hand__a_look_first_then_once_a_day(today, coordinator, desk):
    rows = [
        learner(desk),
        learner(desk, email=None, name="Đặng Văn Phúc"),
        learner(desk, unit="X", email="la@brvt.vn", name="Người Nơi Khác"),
    ]
    said = {"enrolment": [str(row.uid) for row in rows]}
    page = coordinator.post(reverse("coordinate_remind"), said).content.decode()
    assert "1 người sẽ nhận 1 thư" in page
    assert "Đặng Văn Phúc" in page
    assert "Người Nơi Khác" not in page
    assert not Reminder.objects.exists()
    more = said | {"confirm": "1", "more": "Nhớ mang theo thẻ."}
    page = coordinator.post(
        reverse("coordinate_remind"), more, follow=True
    ).content.decode()
    assert "1 thư nhắc đang được gửi." in page
    row = Reminder.objects.get()
    assert "Nhớ mang theo thẻ." in row.body
    assert row.requested_by == coordinator.user
    page = coordinator.post(reverse("coordinate_remind"), said).content.decode()
    assert "1 người đã được nhắc hôm nay" in page
    coordinator.post(reverse("coordinate_remind"), more)
    assert Reminder.objects.count() == 1


def test_by_hand__who_is_left_out_is_named(coordinator, desk):
    """A class that opens next week is no reason to write today, and no secret."""
    early = learner(desk, name="Trần Thị Chờ")
    opens_on = timezone.localdate() + timedelta(days=7)
    group = TrainingClassFactory(code="SAU", opens_on=opens_on)
    Enrolment.objects.filter(pk=early.pk).update(training_class=group)
    elsewhere = learner(desk, unit="X", email="la@brvt.vn", name="Người Nơi Khác")
    now = learner(desk, email="b@brvt.vn", name="Lê Văn Học")
    url = reverse("coordinate_remind")
    said = {"enrolment": [str(row.uid) for row in (early, elsewhere, now)]}
    page = coordinator.post(url, said).content.decode()
    assert "1 người sẽ nhận 1 thư" in page
    assert "1 lượt học không có thư" in page
    assert "Trần Thị Chờ (SAU)" in page
    assert "Người Nơi Khác" not in page
    only = {"enrolment": str(early.uid)}
    page = coordinator.post(url, only, follow=True).content.decode()
    assert "chưa khai giảng" in page


@pytest.fixture
def off(db):
    """Today is a day off and tomorrow is worked; tomorrow's date."""
    worked(False)
    return worked(True, days=1)


def asked(client, *rows, **more):
    said = {"enrolment": [str(row.uid) for row in rows]} | more
    return client.post(reverse("coordinate_remind"), said, follow=True)


def test_by_hand__on_a_day_off_it_waits_for_the_next_working_day(
    off, server, coordinator, desk
):
    row = learner(desk)
    assert (
        f"ngày làm việc tới: {weekday(off)}, {vdate(off)}"
        in asked(coordinator, row).content.decode()
    )
    page = asked(coordinator, row, confirm="1").content.decode()
    assert f"1 thư nhắc sẽ gửi vào ngày làm việc tới, {vdate(off)}." in page
    assert f"gửi ngày {vdate(off)}" in page
    letter = Reminder.objects.get()
    assert not send_reminder(pk=letter.pk, at=timezone.now())
    assert server.taken == []
    assert "1 người đã có thư chờ gửi" in asked(coordinator, row).content.decode()
    assert send_reminder(pk=letter.pk, at=at(off))
    assert len(server.taken) == 1


def test_by_hand__on_a_day_off_in_the_words_of_the_day_it_goes(off, coordinator, desk):
    desk["group"].due_on = off
    desk["group"].save()
    asked(coordinator, learner(desk), confirm="1")
    assert "Hôm nay là hạn" in Reminder.objects.get().subject


def test_on_a_day_off__a_second_try_waits_too(server, waiting):
    server.refusals = ["451 try later"]
    assert send(waiting).state == "pending"
    saturday = MONDAY + timedelta(days=5)
    assert not send_reminder(pk=waiting.pk, at=at(saturday))
    assert send_reminder(pk=waiting.pk, at=at(saturday + timedelta(days=2)))


def test_by_hand__nobody_gets_one_beside_that_of_a_step(today, coordinator, desk):
    desk["group"].due_on = today
    desk["group"].save()
    row = learner(desk)
    plan_reminders(at=timezone.now())
    assert "1 người đã được nhắc hôm nay" in asked(coordinator, row).content.decode()
    asked(coordinator, row, confirm="1")
    assert Reminder.objects.filter(audience="learner").count() == 1


def test_a_step__nobody_gets_one_beside_that_by_hand(today, coordinator, desk):
    """Nor on the days on which a step that was missed is made up for."""
    desk["group"].due_on = today
    desk["group"].save()
    worked(True, days=1)
    asked(coordinator, learner(desk), confirm="1")
    for days in (0, 1):
        plan_reminders(at=timezone.now() + timedelta(days=days))
    assert Reminder.objects.filter(audience="learner").count() == 1


def test_by_hand__from_two_lists_on_two_days_off(off, coordinator, desk):
    """Saturday's list and Sunday's, one of them by another coordinator."""
    row, now = learner(desk), timezone.now()
    for by, when in (
        (coordinator.user, now),
        (caretaker(desk, "SR", email="b@brvt.vn"), now),
    ):
        remind_now(enrolments=[row], more="", by=by, at=when)
    remind_now(
        enrolments=[row], more="", by=coordinator.user, at=now + timedelta(days=1)
    )
    assert Reminder.objects.count() == 1


def test_two_classes_of_one_course__two_letters_that_name_their_class(
    today, coordinator, desk
):
    row = learner(desk)
    group = TrainingClassFactory(code="SHHS-2", course=desk["group"].course)
    again = EnrolmentFactory(learner=row.learner, training_class=group)
    asked(coordinator, row, again, confirm="1")
    bodies = " ".join(Reminder.objects.values_list("body", flat=True))
    assert "(lớp SHHS)" in bodies
    assert "(lớp SHHS-2)" in bodies


def test_the_log_shows_ones_own_people_only(coordinator, desk, client):
    learner(desk)
    learner(desk, unit="X", email="la@brvt.vn", name="Người Nơi Khác")
    plan_reminders(at=at(MONDAY))
    page = coordinator.get(reverse("reminders")).content.decode()
    assert "nhung@brvt.vn" in page
    assert "la@brvt.vn" not in page
    foreign = Reminder.objects.get(to="la@brvt.vn")
    assert (
        coordinator.post(reverse("reminder_again", args=[foreign.uid])).status_code
        == 404
    )
    client.force_login(UserFactory())
    assert client.get(reverse("reminders")).status_code == 403
    assert client.post(reverse("coordinate_remind"), {}).status_code == 403


def test_a_head_reads_the_log_and_sends_nothing(client, desk):
    head = caretaker(desk, "CD", role=AgencyRole.Role.HEAD)
    row = learner(desk)
    client.force_login(head)
    assert client.get(reverse("reminders")).status_code == 200
    said = {"enrolment": [str(row.uid)]}
    assert client.post(reverse("coordinate_remind"), said).status_code == 403
