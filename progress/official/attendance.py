"""Bảng điểm danh: who was at which meeting of a class."""

from __future__ import annotations

from django.utils import timezone

from accounts.formats import number, vdate
from enrolments.models import Attendance
from enrolments.querysets import end_of
from progress.official.content import Content, Heading
from progress.official.people import in_order
from progress.official.query import Query
from progress.official.wording import of_what, unit_name

SIGNS = {"present": "x", "excused": "P", "absent": "K"}


def attendance(query: Query) -> Content:
    """A column for each meeting held by that day; x present, P excused, K absent."""
    end = end_of(query.as_at)
    meetings = list(
        query.training_class.meetings.filter(cancelled_at=None, ends_at__lt=end)
    )
    marks = Attendance.objects.filter(meeting__in=meetings, recorded_at__lt=end)
    signs = {(row.enrolment_id, row.meeting_id): SIGNS[row.status] for row in marks}
    rows, keys = [], []
    for at, row in enumerate(in_order(query), start=1):
        keys.append(str(row.uid))
        own = [signs.get((row.pk, meeting.pk), "") for meeting in meetings]
        rows.append(
            [at, row.learner.full_name, row.unit_name or "", *own, own.count("x")]
        )
    days = [Heading(f"Buổi {i} ({vdate(timezone.localdate(m.starts_at))})", 9)
            for i, m in enumerate(meetings, start=1)]  # fmt: skip
    return Content(
        title=f"Bảng điểm danh của {unit_name(query)}: {of_what(query)}",
        caption="Bảng điểm danh",
        summary=[f"Lớp đã học {number(len(meetings))} buổi."],
        columns=[
            Heading("TT", 5),
            Heading("Họ và tên", 28, is_dated=False),
            Heading("Đơn vị", 30),
            *days,
            Heading("Số buổi có mặt", 9),
        ],
        rows=rows,
        keys=keys,
        notes=[
            "x: có mặt; P: vắng có phép; K: vắng không phép; ô trống: chưa điểm danh."
        ],
    )
