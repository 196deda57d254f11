"""Extension, exemption, copying and closing of a class."""

from datetime import timedelta

import pytest
from django.utils import timezone

from enrolments.models import Attendance, Audience, Enrolment, Meeting, TrainingClass
from enrolments.services.closing import close_class, recognition_of
from enrolments.services.closing_rules import ClosingRefusedError
from enrolments.services.exceptions import (
    ExceptionRefusedError,
    end_enrolments,
    extend,
    reinstate,
)
from enrolments.services.opening import CodeRefusedError, copy_class
from progress.due import due_awards
from progress.tasks import award_due
from tests.factories import (
    AgencyFactory,
    CourseFactory,
    EnrolmentFactory,
    MembershipFactory,
    TrainingClassFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def group():
    return TrainingClassFactory(due_on=TODAY() + timedelta(days=5))


def learning(group, **more):
    post = MembershipFactory()
    return EnrolmentFactory(learner=post.user, training_class=group, **more)


def through(group, **more):
    now = timezone.now()
    return learning(
        group,
        completed_at=now,
        passed_at=now,
        ended_at=now,
        ended_reason="completed",
        **more,
    )


def held(group, days_ago=1):
    start = timezone.now() - timedelta(days=days_ago)
    return Meeting.objects.create(
        training_class=group,
        title="Buổi",
        starts_at=start,
        ends_at=start + timedelta(hours=2),
    )


def mark(meeting, enrolment, status, by):
    return Attendance.objects.create(
        meeting=meeting,
        enrolment=enrolment,
        status=status,
        source="list",
        recorded_by=by,
    )


def test_extension__the_newest_counts_and_the_old_stays(group, by):
    row = learning(group)
    later, latest = TODAY() + timedelta(days=10), TODAY() + timedelta(days=20)
    for day in (later, latest):
        assert (
            extend(
                enrolments=[row], due_on=day, reason="Nghỉ ốm", by=by, at=timezone.now()
            )
            == 1
        )
    assert (
        extend(
            enrolments=[row], due_on=latest, reason="Nghỉ ốm", by=by, at=timezone.now()
        )
        == 0
    )
    assert Enrolment.objects.with_deadline().get().deadline == latest
    assert row.extensions.count() == 2


def test_extension__moves_what_is_overdue(by):
    group = TrainingClassFactory(
        opens_on=TODAY() - timedelta(days=20), due_on=TODAY() - timedelta(days=1)
    )
    row, other = learning(group), learning(group)
    extend(enrolments=[row], due_on=TODAY(), reason="Nghỉ ốm", by=by, at=timezone.now())
    assert list(Enrolment.objects.overdue(on=TODAY())) == [other]


@pytest.mark.parametrize(("days", "reason"), [(-1, "Nghỉ ốm"), (3, "  ")])
def test_extension_refused(group, by, days, reason):
    with pytest.raises(ExceptionRefusedError):
        extend(
            enrolments=[learning(group)],
            due_on=TODAY() + timedelta(days=days),
            reason=reason,
            by=by,
            at=timezone.now(),
        )


def test_exempt_and_back(group, by):
    row, done = learning(group), through(group)
    said = {
        "why": Enrolment.EndedReason.EXEMPT,
        "note": "Đã học năm trước",
        "by": by,
        "at": timezone.now(),
    }
    assert end_enrolments(enrolments=[row, done], **said) == 1
    row.refresh_from_db()
    done.refresh_from_db()
    assert (row.ended_reason, row.ended_by, row.ended_note) == (
        "exempt",
        by,
        "Đã học năm trước",
    )
    assert done.ended_reason == "completed"
    assert reinstate(enrolments=[row], by=by, at=timezone.now()) == 1
    row.refresh_from_db()
    assert (row.ended_at, row.ended_note) == (None, "")


def test_copy__moves_every_date_and_takes_audience_and_meetings(group, by):
    Audience.objects.create(
        training_class=group, agency=AgencyFactory(), positions="một cửa"
    )
    meeting = held(group)
    learning(group)
    again = copy_class(
        training_class=group,
        code="SAU",
        opens_on=group.opens_on + timedelta(days=365),
        by=by,
        at=timezone.now(),
    )
    assert again.due_on == group.due_on + timedelta(days=365)
    assert again.meetings.get().starts_at == meeting.starts_at + timedelta(days=365)
    assert again.meetings.get().secret != meeting.secret
    assert again.audiences.get().positions == "một cửa"
    assert (again.copied_from, again.enrolments.count()) == (group, 0)
    with pytest.raises(CodeRefusedError, match="SAU"):
        copy_class(
            training_class=group, code="sau", opens_on=TODAY(), by=by, at=timezone.now()
        )


def test_closing__recognises_who_passed_and_says_what_others_lack(group, by):
    group.attendance_minimum = 75
    group.save()
    meetings = [held(group, days) for days in (4, 3, 2, 1)]
    good, absent, excused = through(group), through(group), through(group)
    unfinished = learning(group)
    failed = learning(
        group,
        completed_at=timezone.now(),
        ended_at=timezone.now(),
        ended_reason="completed",
    )
    for meeting in meetings[:3]:
        mark(meeting, good, "present", by)
    for meeting in meetings[:2]:
        mark(meeting, absent, "present", by)
        mark(meeting, excused, "present", by)
    for meeting in meetings[2:]:
        mark(meeting, excused, "excused", by)
    found = recognition_of(group, at=timezone.now())
    assert set(found.recognised) == {good, excused}
    assert dict(found.others) == {
        absent: "Dự 2 trên 4 buổi, cần 75%.",
        unfinished: "Chưa hoàn thành các mục bắt buộc.",
        failed: "Kết quả chưa đạt.",
    }


def test_closing__ends_what_is_open_and_freezes_who_answers(group, by):
    row = learning(group)
    unit = row.learner.memberships.get().agency
    said = {
        "training_class": group,
        "decision_number": "12/QĐ-SNV",
        "decision_on": TODAY(),
        "by": by,
    }
    at = timezone.now()
    close_class(**said, at=at)
    close_class(**said | {"decision_number": "13"}, at=timezone.now())
    row.refresh_from_db()
    group.refresh_from_db()
    assert (row.ended_reason, row.answering_agency) == ("not_finished", unit)
    assert (group.closed_at, group.decision_number) == (at, "12/QĐ-SNV")


@pytest.mark.parametrize(("number", "days"), [(" ", 0), ("12/QĐ", 1)])
def test_closing_refused(group, by, number, days):
    with pytest.raises(ClosingRefusedError):
        close_class(
            training_class=group,
            decision_number=number,
            decision_on=TODAY() + timedelta(days=days),
            by=by,
            at=timezone.now(),
        )
    assert TrainingClass.objects.get().closed_at is None


def test_certificates_after_closing__only_for_those_recognised(by):
    group = TrainingClassFactory(course=CourseFactory(), attendance_minimum=50)
    meeting = held(group)
    there, away = through(group), through(group)
    mark(meeting, there, "present", by)
    assert not due_awards().exists(), "attendance is judged when the class closes"
    close_class(
        training_class=group,
        decision_number="1/QĐ",
        decision_on=TODAY(),
        by=by,
        at=timezone.now(),
    )
    award_due()
    award_due()
    there.refresh_from_db()
    away.refresh_from_db()
    assert there.certificate is not None
    assert away.certificate is None
