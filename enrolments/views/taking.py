"""An attendance list sent back: written down, or kept as a paper to be agreed to."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from enrolments.meetings.lateness import is_late
from enrolments.meetings.marking import changed_in, named_in, said_in
from enrolments.models import Attendance, Enrolment, Meeting
from enrolments.services.attendance import record_attendance
from enrolments.services.attendance_rules import Marks
from enrolments.services.meeting_rules import AttendanceRefusedError
from enrolments.services.paper_sheets import enter_sheet


def taken_down(
    request: HttpRequest,
    meeting: Meeting,
    people: QuerySet[Enrolment],
    rest: Marks,
) -> str:
    """Write the list down, or keep it for a second person; return what was refused.

    `people` may be marked by this person; `rest` is said of those left over.
    """
    named = list(people.filter(uid__in=named_in(request.POST)))
    is_kept = "paper" in request.POST or is_late(meeting, at=timezone.now())
    take = typed_in if is_kept else ticked
    try:
        words = take(request, meeting, named, rest)
    except AttendanceRefusedError as refusal:
        return str(refusal)
    messages.success(request, words)
    return ""


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


@transaction.atomic
def ticked(
    request: HttpRequest, meeting: Meeting, rows: list[Enrolment], rest: Marks
) -> str:
    """What was changed; then the rest, who have no mark from anybody."""
    facts = {
        "meeting": meeting,
        "source": Attendance.Source.LIST,
        "by": request.user,
        "at": timezone.now(),
    }
    count = record_attendance(marks=changed_in(request.POST, rows), **facts)
    count += record_attendance(marks=rest, overwrite=False, **facts)
    return _("Đã ghi điểm danh, thay đổi %(n)s người.") % {"n": count}
