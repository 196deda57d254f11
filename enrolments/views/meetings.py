"""Meetings of a class, the list on the phone, the printable sheet and the paper typed in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from certificates import printing
from enrolments.class_pages import people_page
from enrolments.meeting_forms import MeetingForm, initial_of, marks_of
from enrolments.meetings.calendars import of_class
from enrolments.models import Attendance, AttendanceSheet, Meeting
from enrolments.services.attendance import (
    AttendanceRefusedError,
    add_meeting,
    cancel_meeting,
    decide_sheet,
    enter_sheet,
    record_attendance,
)
from enrolments.views.class_door import Desk, desk_or_404

Source = Attendance.Source


def show(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return render(
        request, f"enrolments/meetings/{name}.html", context | {"nav_here": "classes"}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def meetings(request: HttpRequest, code: str) -> HttpResponse:
    """All meetings of a class with how many came, and one more."""
    desk = desk_or_404(request, code)
    form = MeetingForm(request.POST or None)
    if request.method == "POST":
        desk = desk_or_404(request, code, to_run=True)
        if form.is_valid():
            try:
                add_meeting(training_class=desk.group, by=request.user, **form.said())
                return redirect("class_meetings", code)
            except AttendanceRefusedError as error:
                form.add_error(None, str(error))
    ours = desk.enrolments.values("pk")
    present = Count(
        "attendances",
        filter=Q(attendances__status="present", attendances__enrolment__in=ours),
    )
    context = {
        "desk": desk,
        "group": desk.group,
        "form": form,
        "rows": desk.group.meetings.annotate(present=present),
        "people": desk.enrolments.exclude(
            ended_reason__in=["left", "withdrawn", "exempt"]
        ).count(),
        "now": timezone.now(),
    }
    return show(request, "list", context)


def meeting_or_404(
    request: HttpRequest, uid: str, *, to_run: bool = False
) -> tuple[Meeting, Desk]:
    meeting = Meeting.objects.select_related("training_class").filter(uid=uid).first()
    if meeting is None:
        raise Http404
    return meeting, desk_or_404(request, meeting.training_class.code, to_run=to_run)


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
            count = record_attendance(source=Source.LIST, **more)
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


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sheet(request: HttpRequest, uid: str) -> HttpResponse:
    """A paper typed in by another person: agree, or send it back."""
    row = (
        AttendanceSheet.objects.select_related("meeting", "entered_by")
        .filter(uid=uid)
        .first()
    )
    if row is None:
        raise Http404
    meeting, desk = meeting_or_404(request, row.meeting.uid)
    people = list(people_page(desk.enrolments.filter(uid__in=row.rows), {}).rows)
    if not desk.writes or len(people) != len(row.rows):
        raise Http404
    error = ""
    if request.method == "POST":
        try:
            decide_sheet(
                sheet=row,
                is_approved="approve" in request.POST,
                by=request.user,
                at=timezone.now(),
            )
            return redirect("meeting", meeting.uid)
        except AttendanceRefusedError as refusal:
            error = str(refusal)
    labels = dict(Attendance.Status.choices)
    lines = [(p, labels[row.rows[str(p.uid)]]) for p in people]
    context = {
        "sheet": row,
        "meeting": meeting,
        "group": meeting.training_class,
        "lines": lines,
        "error": error,
    }
    return show(request, "sheet", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, uid: str) -> HttpResponse:
    meeting, desk = meeting_or_404(request, uid, to_run=True)
    form = MeetingForm(request.POST or None, initial=initial_of(meeting))
    if request.method == "POST" and form.is_valid():
        for name, value in form.said().items():
            setattr(meeting, name, value)
        meeting.save()
        return redirect("class_meetings", meeting.training_class.code)
    return show(
        request, "edit", {"form": form, "meeting": meeting, "group": desk.group}
    )


@require_POST
@login_required
def cancel(request: HttpRequest, uid: str) -> HttpResponse:
    meeting, desk = meeting_or_404(request, uid, to_run=True)
    cancel_meeting(meeting=meeting, by=request.user, at=timezone.now())
    messages.success(request, _("Đã hủy buổi học."))
    return redirect("class_meetings", desk.group.code)


@require_safe
@login_required
def class_calendar(request: HttpRequest, code: str) -> HttpResponse:
    desk = desk_or_404(request, code)
    feed = of_class(desk.group, at=timezone.now())
    return HttpResponse(feed, content_type="text/calendar; charset=utf-8")
