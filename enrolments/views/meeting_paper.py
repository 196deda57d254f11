"""The list of a meeting on paper, with a column for signatures."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from certificates import printing
from enrolments.views.attendance_rows import rows_of
from enrolments.views.meetings import meeting_or_404

A_PART = 200  # people that one file is laid out for within a request


def parts_of(people: int) -> int:
    """How many files a list of so many is printed in."""
    return -(-people // A_PART)


@require_safe
@login_required
def sheet_pdf(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Everybody of the meeting whom the person sees, in parts where they are many."""
    meeting, desk = meeting_or_404(request, uid)
    page = Paginator(rows_of(request, meeting, desk), A_PART).get_page(
        request.GET.get("part")
    )
    context = {"meeting": meeting, "group": desk.group, "page": page}
    with translation.override("vi"):
        html = render_to_string("pdf/attendance.html", context)
    paper = printing.write(printing.lay_out(html), identifier=str(meeting.uid))
    name = f"diem-danh-{timezone.localdate(meeting.starts_at)}"
    if page.has_other_pages():
        name += f"-phan-{page.number}"
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)
