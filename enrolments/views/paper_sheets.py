"""A paper typed in by another person: compared with what stands, agreed to or sent back."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from enrolments.meetings.comparing import compared
from enrolments.meetings.people import listed
from enrolments.meetings.waiting import sheets_within
from enrolments.models import AttendanceSheet
from enrolments.services.meeting_rules import AttendanceRefusedError
from enrolments.services.paper_sheets import decide_sheet
from enrolments.views.attendance_rows import writable
from enrolments.views.meetings import meeting_or_404, show


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sheet(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Open only to whoever may mark everybody on it."""
    found = get_object_or_404(
        AttendanceSheet.objects.select_related("meeting"), uid=uid
    )
    meeting, desk = meeting_or_404(request, found.meeting.uid)
    own = writable(request, desk)
    if found not in sheets_within(meeting, own):
        raise Http404
    error = ""
    if request.method == "POST":
        error = decided(request, found)
        if not error:
            return redirect("meeting", meeting.uid)
    people = own.filter(uid__in=found.rows)
    context = {
        "sheet": found,
        "meeting": meeting,
        "group": desk.group,
        "rows": compared(listed(people, meeting, on=timezone.localdate()), found),
        "is_own": found.entered_by_id == request.user.pk,
        "error": error,
    }
    return show(request, "sheet", context)


def decided(request: HttpRequest, sheet: AttendanceSheet) -> str:
    """Write the decision down; return what was refused."""
    try:
        decide_sheet(
            sheet=sheet,
            is_approved="approve" in request.POST,
            by=request.user,
            at=timezone.now(),
            reason=request.POST.get("reason", "").strip()[:200],
        )
    except AttendanceRefusedError as refusal:
        return str(refusal)
    return ""
