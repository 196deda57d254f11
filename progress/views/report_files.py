"""A report as PDF, XLSX or CSV: as issued, or as a draft."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.formats import vdate
from progress.models import ReportSnapshot
from progress.official import Content, build
from progress.official.letters import default_letter
from progress.official.paper import pdf_of
from progress.views.coordinate import file_response
from progress.views.report_drafts import asked
from progress.views.reports import report_or_404


@require_safe
@login_required
def report_file(request: HttpRequest, uid: str, ending: str) -> HttpResponseBase:
    """The stored report in another form; the same every time."""
    row = report_or_404(request, uid)
    content = Content.of(row.content)
    name = f"bao-cao-{row.year}-{row.number:02d}.{ending}"
    if ending == "pdf":
        dated = timezone.localdate(row.issued_at)
        paper = pdf_of(
            content, row.content["letter"], dated=dated, reference=row.reference
        )
        return as_pdf(paper, name)
    return as_table(content, name, ending, notes_of(row))


def notes_of(row: ReportSnapshot) -> list[tuple[str, str]]:
    return [
        (_("Báo cáo số"), f"{row.reference}, {row.year}"),
        (_("Số liệu đến hết ngày"), vdate(row.as_at)),
        (_("Ban hành"), f"{vdate(row.issued_at)}, {row.issued_by.full_name}"),
        *((_("Ghi chú"), note) for note in row.content["notes"]),
    ]


@require_safe
@login_required
def draft_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    form = asked(request, request.GET)
    if not (form.is_bound and form.is_valid()):
        raise Http404
    query = form.query()
    content = build(query)
    name = f"nhap-{query.kind}-{query.as_at}.{ending}"
    if ending == "pdf":
        letter = default_letter(query.agency, on=query.as_at, by=request.user)
        return as_pdf(pdf_of(content, letter, dated=timezone.localdate()), name)
    notes = [(_("Số liệu đến hết ngày"), vdate(query.as_at))]
    return as_table(content, name, ending, notes)


def as_table(content: Content, name: str, ending: str, notes: list) -> HttpResponseBase:
    if ending not in {"csv", "xlsx"}:
        raise Http404
    return file_response(content.table(notes), name, ending)


def as_pdf(paper: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)
