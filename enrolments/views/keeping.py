"""An attendance list sent back that has to be agreed to: from paper, or written late."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from enrolments.meetings.marking import changed_in, said_in
from enrolments.models import Attendance, Enrolment, Meeting
from enrolments.services.attendance_rules import Marks
from enrolments.services.paper_sheets import enter_sheet


def typed_in(
    request: HttpRequest, meeting: Meeting, rows: list[Enrolment], rest: Marks
) -> str:
    """A paper keeps all that it says; a list written late what it changes."""
    is_paper = "paper" in request.POST
    read = said_in if is_paper else changed_in
    source = Attendance.Source.PAPER if is_paper else Attendance.Source.LATE
    enter_sheet(
        meeting=meeting,
        marks=read(request.POST, rows) | rest,
        note=request.POST.get("note", "").strip()[:300],
        by=request.user,
        at=timezone.now(),
        source=source,
    )
    if is_paper:
        return _("Đã nhập danh sách giấy, chờ người thứ hai duyệt.")
    return _("Đã gửi điểm danh ghi muộn, chờ người thứ hai duyệt.")
