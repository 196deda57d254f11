"""An attendance list sent back: written down, or kept as a paper to be agreed to."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from enrolments.meetings.marking import changed_in, named_in, rest_in, said_in
from enrolments.models import Attendance, Enrolment, Meeting
from enrolments.services.attendance import record_attendance
from enrolments.services.meeting_rules import AttendanceRefusedError
from enrolments.services.paper_sheets import enter_sheet
from enrolments.views.class_door import Desk


def taken_down(
    request: HttpRequest, meeting: Meeting, desk: Desk, people: QuerySet[Enrolment]
) -> str:
    """Write the list down, as paper when it is said to be; return what was refused."""
    if not desk.writes:
        raise PermissionDenied(_("Lãnh đạo đơn vị chỉ xem, không sửa."))
    named = people.filter(uid__in=named_in(request.POST), is_writable=True)
    take = typed_in if "paper" in request.POST else ticked
    try:
        words = take(request, meeting, list(named))
    except AttendanceRefusedError as refusal:
        return str(refusal)
    messages.success(request, words)
    return ""


def typed_in(request: HttpRequest, meeting: Meeting, rows: list[Enrolment]) -> str:
    enter_sheet(
        meeting=meeting,
        marks=said_in(request.POST, rows),
        note=request.POST.get("note", "").strip()[:300],
        by=request.user,
        at=timezone.now(),
    )
    return _("Đã nhập danh sách giấy, chờ người thứ hai duyệt.")


@transaction.atomic
def ticked(request: HttpRequest, meeting: Meeting, rows: list[Enrolment]) -> str:
    """What was changed; then the rest, who have no mark from anybody."""
    facts = {
        "meeting": meeting,
        "source": Attendance.Source.LIST,
        "by": request.user,
        "at": timezone.now(),
    }
    count = record_attendance(marks=changed_in(request.POST, rows), **facts)
    rest = rest_in(request.POST, rows)
    count += record_attendance(marks=rest, overwrite=False, **facts)
    return _("Đã ghi điểm danh, thay đổi %(n)s người.") % {"n": count}
