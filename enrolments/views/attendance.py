"""The list of a meeting on the phone, page by page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from enrolments.meetings.codes import OPENS_BEFORE
from enrolments.meetings.lateness import is_late
from enrolments.meetings.people import people_of, tally
from enrolments.meetings.waiting import sheets_within
from enrolments.models import Attendance, Meeting
from enrolments.views.attendance_rows import filters, rows_of, writable
from enrolments.views.class_door import Desk
from enrolments.views.meeting_paper import parts_of
from enrolments.views.meetings import meeting_or_404, show
from enrolments.views.taking import taken_down
from enrolments.views.the_rest import question, rest_of

A_PAGE = 25  # people, as many as a thumb goes through at once


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def attendance(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The list on the phone: a tap for each, page by page, one button for the rest."""
    meeting, desk = meeting_or_404(request, uid)
    error, asked = "", None
    if request.method == "POST":
        if not desk.writes:
            raise PermissionDenied(_("Lãnh đạo đơn vị chỉ xem, không sửa."))
        rest = rest_of(request, meeting, desk)
        asked = question(request, rest)
        if asked is None:
            people = rows_of(request, meeting, desk).filter(is_writable=True)
            error = taken_down(request, meeting, people, rest)
            if not error:
                return redirect(after(request))
    page = page_of(request, meeting, desk)
    for row in page:
        row.chosen = request.POST.get(f"m-{row.uid}", row.status or "")
    return show(
        request,
        "attendance",
        {"page": page, "error": error, "asked": asked} | about(request, meeting, desk),
    )


def page_of(request: HttpRequest, meeting: Meeting, desk: Desk) -> Page:
    rows = rows_of(request, meeting, desk, **filters(request))
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))


def about(request: HttpRequest, meeting: Meeting, desk: Desk) -> dict[str, Any]:
    """What the page tells beside the list itself."""
    now = timezone.now()
    counts = tally(people_of(desk.enrolments, meeting), meeting)
    return {
        "meeting": meeting,
        "desk": desk,
        "group": desk.group,
        "statuses": Attendance.Status.choices,
        "filters": filters(request),
        "tally": counts,
        "parts": range(1, parts_of(counts["all"]) + 1),
        "sheets": sheets_within(meeting, writable(request, desk)),
        "is_early": now < meeting.starts_at - OPENS_BEFORE,
        "is_over": now > meeting.ends_at,
        "is_late": is_late(meeting, at=now),
    }


def after(request: HttpRequest) -> str:
    """Where one is when the list is saved: on the page, or on the one asked for."""
    query, to = request.GET.copy(), request.POST.get("to", "")
    if to.isdecimal():
        query["page"] = to
    return f"{request.path}?{query.urlencode()}" if query else request.path
