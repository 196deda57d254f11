"""The list of a meeting: on the phone, and on paper to be signed."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_safe

from certificates import printing
from enrolments.class_reach import own_enrolments
from enrolments.meetings.codes import OPENS_BEFORE
from enrolments.meetings.people import listed, people_of, tally
from enrolments.meetings.waiting import sheets_within
from enrolments.models import Attendance, Enrolment, Meeting
from enrolments.views.class_door import Desk
from enrolments.views.meetings import meeting_or_404, show
from enrolments.views.taking import taken_down

A_PAGE = 200


def writable(request: HttpRequest, desk: Desk) -> QuerySet[Enrolment]:
    today = timezone.localdate()
    return own_enrolments(request.user, desk.group, today=today, to_write=True)


def rows_of(
    request: HttpRequest, meeting: Meeting, desk: Desk, q: str = ""
) -> QuerySet[Enrolment]:
    """The people of the meeting; `is_writable`: the person may mark them."""
    people = people_of(desk.enrolments, meeting)
    own = writable(request, desk).filter(pk=OuterRef("pk"))
    rows = listed(people, meeting, on=timezone.localdate(), q=q)
    return rows.annotate(is_writable=Exists(own))


def page_of(request: HttpRequest, meeting: Meeting, desk: Desk) -> Page:
    rows = rows_of(request, meeting, desk, request.GET.get("q", ""))
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def attendance(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The list on the phone: a tap for each, one button for all."""
    meeting, desk = meeting_or_404(request, uid)
    error = ""
    if request.method == "POST":
        rows = rows_of(request, meeting, desk)
        error = taken_down(request, meeting, desk, rows)
        if not error:
            return redirect(request.get_full_path())
    page = page_of(request, meeting, desk)
    for row in page:
        row.chosen = request.POST.get(f"m-{row.uid}", row.status or "")
    now = timezone.now()
    context = {
        "meeting": meeting,
        "desk": desk,
        "group": desk.group,
        "page": page,
        "error": error,
        "statuses": Attendance.Status.choices,
        "tally": tally(people_of(desk.enrolments, meeting), meeting),
        "sheets": sheets_within(meeting, writable(request, desk)),
        "is_early": now < meeting.starts_at - OPENS_BEFORE,
        "is_over": now > meeting.ends_at,
    }
    return show(request, "attendance", context)


@require_safe
@login_required
def sheet_pdf(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The same page of people to print, with a column for signatures."""
    meeting, desk = meeting_or_404(request, uid)
    page = page_of(request, meeting, desk)
    context = {"meeting": meeting, "group": desk.group, "page": page}
    with translation.override("vi"):
        html = render_to_string("pdf/attendance.html", context)
    paper = printing.write(printing.lay_out(html), identifier=str(meeting.uid))
    day = timezone.localdate(meeting.starts_at)
    headers = {"Content-Disposition": f'inline; filename="diem-danh-{day}.pdf"'}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)
