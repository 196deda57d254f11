"""Which marks a meeting can take, and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.formats import vdatetime
from enrolments.meetings.codes import OPENS_BEFORE
from enrolments.meetings.lateness import is_late
from enrolments.meetings.people import expected
from enrolments.models import Attendance, Enrolment, Meeting
from enrolments.services.meeting_rules import AttendanceRefusedError

Marks = Mapping[str, str]  # enrolment uid to Attendance.Status


def refuse_unready(meeting: Meeting, marks: Marks, *, at: datetime) -> None:
    """Presence is taken from when the doors open; an excuse may be noted before."""
    unknown = set(marks.values()) - set(Attendance.Status.values)
    if unknown:
        raise AttendanceRefusedError(
            _("Không có cách ghi điểm danh “%(status)s”.") % {"status": unknown.pop()}
        )
    is_excuse = set(marks.values()) <= {Attendance.Status.EXCUSED}
    if at < meeting.starts_at - OPENS_BEFORE and not is_excuse:
        raise AttendanceRefusedError(
            _(
                "Buổi “%(title)s” bắt đầu %(when)s. Ghi có mặt, vắng không phép được từ "
                "30 phút trước giờ đó; vắng có phép thì ghi trước được."
            )
            % {"title": meeting.title, "when": vdatetime(meeting.starts_at)}
        )


def refuse_late(meeting: Meeting, *, at: datetime) -> None:
    """A day after the meeting a list needs a second person, as paper does."""
    if is_late(meeting, at=at):
        raise AttendanceRefusedError(
            _(
                "Buổi “%(title)s” kết thúc %(when)s, đã quá một ngày: điểm danh ghi muộn "
                "chỉ được tính khi một người thứ hai duyệt. Gửi danh sách để duyệt."
            )
            % {"title": meeting.title, "when": vdatetime(meeting.ends_at)}
        )


def people_marked(meeting: Meeting, marks: Marks) -> dict[str, Enrolment]:
    """The enrolments of the marks by uid.

    Raises AttendanceRefusedError for one of another class, or that had ended before the
    meeting without having a mark of it.
    """
    rows = Enrolment.objects.filter(
        expected(meeting.starts_at) | Q(attendances__meeting=meeting),
        training_class=meeting.training_class_id,
        uid__in=marks,
    )
    people = {str(row.uid): row for row in rows.distinct()}
    strangers = len(marks) - len(people)
    if strangers:
        raise AttendanceRefusedError(
            _(
                "%(count)d người không học lớp này vào buổi “%(title)s” nên không điểm "
                "danh. Tải lại danh sách rồi ghi lại."
            )
            % {"count": strangers, "title": meeting.title}
        )
    return people
