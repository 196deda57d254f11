"""The attendance of a meeting: the list on the phone, and the one to print."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_safe,
)

from certificates import printing
from enrolments.class_pages import people_page
from enrolments.meeting_forms import marks_of
from enrolments.models import Attendance, Meeting
from enrolments.services.attendance import record_attendance
from enrolments.services.meeting_rules import AttendanceRefusedError
from enrolments.services.paper_sheets import enter_sheet
from enrolments.views.class_door import Desk
from enrolments.views.meetings import meeting_or_404, show


def people_of(desk: Desk, request: HttpRequest) -> list:
    rows = desk.enrolments.exclude(ended_reason__in=["left", "withdrawn", "exempt"])
    return list(people_page(rows, request.GET).rows)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def attendance(request: HttpRequest, uid: str) -> HttpResponse:
    """The list on the phone: a tap for each, one button for all."""
    meeting, desk = meeting_or_404(request, uid)
    rows = people_of(desk, request)
    error = ""
    if request.method == "POST":
        error = taken_down(request, meeting, desk, [str(row.uid) for row in rows])
        if not error:
            return redirect("meeting", meeting.uid)
    return show_list(request, meeting, desk, rows, error)


def taken_down(
    request: HttpRequest, meeting: Meeting, desk: Desk, uids: list[str]
) -> str:
    """Write the list down, as paper when it is said to be; return what was refused."""
    if not desk.writes:
        raise PermissionDenied(_("Lãnh đạo đơn vị chỉ xem, không sửa."))
    marks = (
        dict.fromkeys(uids, "present")
        if "all" in request.POST
        else marks_of(request.POST, uids)
    )
    more = {
        "meeting": meeting,
        "marks": marks,
        "by": request.user,
        "at": timezone.now(),
    }
    try:
        if "paper" in request.POST:
            enter_sheet(note=request.POST.get("note", "")[:300], **more)
            messages.success(
                request, _("Đã nhập danh sách giấy, chờ người thứ hai duyệt.")
            )
        else:
            count = record_attendance(source=Attendance.Source.LIST, **more)
            messages.success(
                request, _("Đã ghi điểm danh, thay đổi %(n)s người.") % {"n": count}
            )
    except AttendanceRefusedError as refusal:
        return str(refusal)
    return ""


def show_list(
    request: HttpRequest, meeting: Meeting, desk: Desk, rows: list, error: str
) -> HttpResponse:
    marks = {a.enrolment_id: a for a in meeting.attendances.filter(enrolment__in=rows)}
    lines = [(row, marks.get(row.pk)) for row in rows]
    context = {
        "meeting": meeting,
        "desk": desk,
        "group": meeting.training_class,
        "lines": lines,
        "error": error,
        "statuses": Attendance.Status.choices,
        "present": sum(m.status == "present" for m in marks.values()),
        "sheets": meeting.sheets.filter(decided_at=None).select_related("entered_by")
        if desk.writes
        else [],
    }
    return show(request, "attendance", context)


@require_safe
@login_required
def sheet_pdf(request: HttpRequest, uid: str) -> HttpResponse:
    """The list to print, with a column for signatures."""
    meeting, desk = meeting_or_404(request, uid)
    context = {
        "meeting": meeting,
        "group": meeting.training_class,
        "rows": people_of(desk, request),
    }
    document = printing.lay_out(render_to_string("pdf/attendance.html", context))
    paper = printing.write(document, identifier=str(meeting.uid))
    headers = {
        "Content-Disposition": f'inline; filename="diem-danh-{meeting.starts_at:%Y-%m-%d}.pdf"'
    }
    return HttpResponse(paper, content_type="application/pdf", headers=headers)
