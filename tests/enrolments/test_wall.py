"""The wall and the phone: when a code is shown, what a scan says, and to whom."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from enrolments.meetings.codes import code_at
from tests.enrolments.factories import MeetingFactory, status_of
from tests.factories import UserFactory


def wall_of(meeting, name="meeting_wall"):
    return reverse(name, args=[meeting.uid])


def scan(meeting, *, ago=0):
    code = code_at(meeting.secret, timezone.now() - timedelta(seconds=ago))
    return reverse("attend", args=[meeting.uid, code])


def text_of(page):
    return page.content.decode()


def tapped(client, path):
    page = text_of(client.get(path))
    token = page.partition('name="token" value="')[2].partition('"')[0]
    return text_of(client.post(path, {"token": token}))


# --- the wall ----------------------------------------------------------------------


def test_wall__shows_how_many_of_ones_own_people_have_come(as_user, district):
    for row in (district.nhung, district.anh):
        district.meeting.attendances.create(
            enrolment=row, status="present", source="qr", recorded_by=row.learner
        )
    page = as_user(district.coordinator()).get(wall_of(district.meeting))
    assert (page.context["tally"]["present"], page.context["tally"]["all"]) == (1, 2)
    assert "data-wall" in text_of(page)
    assert district.meeting.secret not in text_of(page)
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize(
    ("starts_in", "words"),
    [(2, "Mã hiện từ"), (-4, "Buổi học đã kết thúc"), (None, "Buổi này đã hủy")],
)
def test_wall__when_no_scan_would_count_there_is_no_code(
    as_user, district, starts_in, words
):
    meeting = MeetingFactory(
        training_class=district.group,
        starts_in=starts_in or 0,
        cancelled_at=timezone.now() if starts_in is None else None,
    )
    client = as_user(district.coordinator())
    text = text_of(client.get(wall_of(meeting)))
    assert words in text
    assert "data-wall" not in text
    assert client.get(wall_of(meeting, "meeting_wall_picture")).status_code == 404


def test_wall__is_not_for_heads_nor_learners(as_user, district):
    for user in (district.coordinator(role="head"), district.nhung.learner):
        for name in ("meeting_wall", "meeting_wall_picture"):
            path = wall_of(district.meeting, name)
            assert as_user(user).get(path).status_code == 404


# --- the phone ---------------------------------------------------------------------


def test_scan__says_who_is_logged_in_and_records_by_the_tap_only(as_user, district):
    client, path = as_user(district.nhung.learner), scan(district.meeting)
    assert "Lê Thị Hồng Nhung" in text_of(client.get(path)).partition("<main")[2]
    assert status_of(district.meeting) == {}
    assert "verdict" in tapped(client, path)
    assert status_of(district.meeting) == {"Nhung": "present"}


def test_scan__of_an_old_photo_says_nothing_about_the_meeting(as_user, district):
    for user in (district.nhung.learner, UserFactory()):
        text = text_of(as_user(user).get(scan(district.meeting, ago=61)))
        assert "Quét lại mã đang hiện" in text
        assert "Ký số" not in text
        assert "Lớp K03" not in text


def test_scan__does_not_turn_a_written_absence_into_a_success(as_user, district):
    district.meeting.attendances.create(
        enrolment=district.nhung,
        status="absent",
        source="list",
        recorded_by=UserFactory(),
    )
    text = tapped(as_user(district.nhung.learner), scan(district.meeting))
    assert "Gặp người điểm danh" in text
    assert "verdict" not in text


def test_scan__of_somebody_withdrawn_is_refused_in_words(as_user, district):
    district.nhung.ended_at = district.meeting.starts_at - timedelta(days=1)
    district.nhung.ended_reason = "withdrawn"
    district.nhung.save()
    text = tapped(as_user(district.nhung.learner), scan(district.meeting))
    assert "không có tên trong lớp này" in text
    assert status_of(district.meeting) == {}


def test_scan__opened_again_later_says_when_one_was_noted(as_user, district):
    client = as_user(district.nhung.learner)
    tapped(client, scan(district.meeting))
    for ago in (0, 90):
        text = text_of(client.get(scan(district.meeting, ago=ago)))
        assert "Anh/chị đã điểm danh lúc" in text
        assert "Mã đã đổi" not in text
        assert "Tôi có mặt" not in text
    again = text_of(client.post(scan(district.meeting, ago=90), {"token": "cũ"}))
    assert "Anh/chị đã điểm danh lúc" in again
    other = as_user(district.phuc.learner).get(scan(district.meeting, ago=90))
    assert "Mã đã đổi" in text_of(other)


def test_scan__stands_on_the_learners_own_page(as_user, district):
    client = as_user(district.nhung.learner)
    tapped(client, scan(district.meeting))
    page = text_of(client.get(reverse("my")))
    assert "quét mã lúc" in page.partition("Buổi học hôm nay")[2].partition("<h2")[0]
