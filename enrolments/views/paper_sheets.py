"""A paper list typed in by another person."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
)

from enrolments.class_pages import people_page
from enrolments.models import Attendance, AttendanceSheet
from enrolments.services.meeting_rules import AttendanceRefusedError
from enrolments.services.paper_sheets import decide_sheet
from enrolments.views.meetings import meeting_or_404, show


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
