"""What may be written about a meeting, when, and that twice is once."""

import datetime as dt

import pytest
from django.utils import timezone

from enrolments.models import Attendance, AttendanceSheet, Meeting
from enrolments.services.attendance import check_in, record_attendance
from enrolments.services.cancelling import cancel_meeting
from enrolments.services.meeting_rules import AttendanceRefusedError
from enrolments.services.meetings import add_meeting, edit_meeting
from enrolments.services.paper_sheets import decide_sheet, enter_sheet
from tests.enrolments.factories import MeetingFactory, status_of
from tests.factories import EnrolmentFactory, UserFactory

HOUR = dt.timedelta(hours=1)
NOW = timezone.now()


def facts(**more):
    times = {"starts_at": NOW + HOUR, "ends_at": NOW + 3 * HOUR}
    return {"title": "Ôn tập", "by": UserFactory(), **times, **more}


def record(meeting, marks, at=NOW, by=None, **more):
    said = {str(row.uid): status for row, status in marks.items()}
    told = {"source": "list", "by": by or UserFactory(), "at": at} | more
    return record_attendance(meeting=meeting, marks=said, **told)


# --- the timetable -----------------------------------------------------------------


def test_add_meeting__twice_is_one(district):
    wanted = facts(place="Hội trường")
    first = add_meeting(training_class=district.group, **wanted)
    assert add_meeting(training_class=district.group, **wanted) == first
    assert district.group.meetings.count() == 2  # with the fixture's


@pytest.mark.parametrize(
    ("begins", "ends", "words"),
    [(2, 2, "Giờ kết thúc"), (-24 * 11, -24 * 11 + 1, "khai giảng")],
)
def test_impossible_times__are_refused(district, begins, ends, words):
    times = {"starts_at": NOW + begins * HOUR, "ends_at": NOW + ends * HOUR}
    with pytest.raises(AttendanceRefusedError, match=words):
        add_meeting(training_class=district.group, **facts(**times))
    with pytest.raises(AttendanceRefusedError, match=words):
        edit_meeting(meeting=district.meeting, at=NOW, **facts(**times))


def test_closed_class__keeps_its_meetings_and_marks_as_they_are(district):
    district.group.closed_at = NOW
    district.group.save()
    meeting, by = district.meeting, UserFactory()
    for write in (
        lambda: add_meeting(training_class=district.group, **facts()),
        lambda: edit_meeting(meeting=meeting, at=NOW, **facts()),
        lambda: cancel_meeting(meeting=meeting, by=by, at=NOW),
        lambda: record(meeting, {district.nhung: "present"}),
        lambda: check_in(meeting=meeting, learner=district.nhung.learner, at=NOW),
    ):
        with pytest.raises(AttendanceRefusedError, match="K03 đã bế giảng"):
            write()


def test_edit_meeting__that_was_held_does_not_move_to_the_future(district):
    record(district.meeting, {district.nhung: "excused"})
    assert edit_meeting(meeting=district.meeting, at=NOW, **facts()).title == "Ôn tập"
    district.meeting.refresh_from_db()
    record(district.meeting, {district.phuc: "absent"}, at=NOW + HOUR)
    later = facts(starts_at=NOW + 5 * HOUR, ends_at=NOW + 6 * HOUR)
    with pytest.raises(AttendanceRefusedError, match="đã điểm danh"):
        edit_meeting(meeting=district.meeting, at=NOW, **later)
    assert Meeting.objects.get().starts_at == NOW + HOUR


def test_cancel_meeting__where_somebody_was_is_refused(district):
    record(district.meeting, {district.nhung: "present"})
    with pytest.raises(AttendanceRefusedError, match="1 người được ghi có mặt"):
        cancel_meeting(meeting=district.meeting, by=UserFactory(), at=NOW)


def test_cancel_meeting__keeps_the_first_moment(district):
    cancel_meeting(meeting=district.meeting, by=UserFactory(), at=NOW)
    again = cancel_meeting(meeting=district.meeting, by=UserFactory(), at=NOW + HOUR)
    assert again.cancelled_at == NOW


# --- marks -------------------------------------------------------------------------


def test_record_attendance__costs_the_same_for_many(
    district, django_assert_max_num_queries
):
    people = [EnrolmentFactory(training_class=district.group) for _ in range(20)]
    by = UserFactory()
    with django_assert_max_num_queries(6):
        assert record(district.meeting, dict.fromkeys(people, "present"), by=by) == 20


def test_record_attendance__without_overwrite_keeps_what_stands(district):
    record(district.meeting, {district.nhung: "absent"})
    both = {district.nhung: "present", district.phuc: "present"}
    assert record(district.meeting, both, overwrite=False) == 1
    assert status_of(district.meeting) == {"Nhung": "absent", "Phúc": "present"}


@pytest.mark.parametrize(
    ("minutes", "reason", "is_taken"),
    [(-1, "left", False), (1, "left", True), (-1, "completed", True)],
)
def test_who_had_left_before__has_no_mark_and_no_way_in(
    district, minutes, reason, is_taken
):
    moment = district.meeting.starts_at + dt.timedelta(minutes=minutes)
    district.nhung.ended_at, district.nhung.ended_reason = moment, reason
    district.nhung.save()
    learner, meeting = district.nhung.learner, district.meeting
    if is_taken:
        assert check_in(meeting=meeting, learner=learner, at=NOW).status == "present"
        assert record(meeting, {district.nhung: "excused"}) == 1
    else:
        with pytest.raises(AttendanceRefusedError, match="không có tên"):
            check_in(meeting=meeting, learner=learner, at=NOW)
        with pytest.raises(AttendanceRefusedError, match="1 người không học"):
            record(meeting, {district.nhung: "present"})


def test_before_the_doors_open__only_excuses_are_taken(district):
    meeting = MeetingFactory(training_class=district.group, starts_in=1)
    early = meeting.starts_at - dt.timedelta(minutes=31)
    with pytest.raises(AttendanceRefusedError, match="30 phút trước"):
        record(meeting, {district.nhung: "present"}, at=early)
    assert record(meeting, {district.nhung: "excused"}, at=early) == 1
    doors = meeting.starts_at - dt.timedelta(minutes=30)
    assert record(meeting, {district.nhung: "present"}, at=doors) == 1


def test_check_in__does_not_change_what_a_person_wrote(district):
    record(district.meeting, {district.nhung: "absent"})
    mark = check_in(meeting=district.meeting, learner=district.nhung.learner, at=NOW)
    assert mark.status == "absent"


# --- paper -------------------------------------------------------------------------


def typed(district, by, **people):
    marks = {str(getattr(district, name).uid): said for name, said in people.items()}
    return enter_sheet(
        meeting=district.meeting, marks=marks, note="bản 1", by=by, at=NOW
    )


def test_enter_sheet__sent_twice_is_one(district):
    by = UserFactory()
    first = typed(district, by, nhung="present", phuc="absent")
    assert typed(district, by, phuc="absent", nhung="present") == first
    assert AttendanceSheet.objects.count() == 1


def test_enter_sheet__of_strangers_is_refused(district):
    district.nhung.training_class = EnrolmentFactory().training_class
    district.nhung.save()
    with pytest.raises(AttendanceRefusedError):
        typed(district, UserFactory(), nhung="present")


def test_decide_sheet__rejected_keeps_the_reason(district):
    sheet = typed(district, UserFactory(), nhung="present")
    decided = decide_sheet(
        sheet=sheet, is_approved=False, by=UserFactory(), at=NOW, reason="thiếu chữ ký"
    )
    assert decided.note == "bản 1; thiếu chữ ký"
    assert not Attendance.objects.exists()
