"""A report as PDF, XLSX or CSV: as issued, or as a draft."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from progress.exporting import drafted, issued
from progress.views.files import hand_over
from progress.views.report_drafts import asked
from progress.views.reports import report_or_404


@require_safe
@login_required
def report_file(request: HttpRequest, uid: str, ending: str) -> HttpResponseBase:
    """The stored report in another form; the same every time."""
    return hand_over(request, issued(report_or_404(request, uid)), ending)


@require_safe
@login_required
def draft_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    form = asked(request, request.GET)
    if not (form.is_bound and form.is_valid()):
        raise Http404
    return hand_over(request, drafted(form.query(), by=request.user), ending)
