"""Official reports: those issued, a draft to look at, and issuing it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from progress.models import ReportSnapshot
from progress.official import Content, Query, build
from progress.official.comparing import differences
from progress.report_reach import readable, readers_only

SHOWN = 50
LINES = 100


def show(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return render(
        request, f"progress/reports/{name}.html", context | {"nav_here": "reports"}
    )


@require_safe
@login_required
def reports(request: HttpRequest) -> HttpResponse:
    """What was issued about one's own units, the newest first."""
    readers_only(request.user)
    page = Paginator(readable(request.user), SHOWN).get_page(request.GET.get("page"))
    return show(request, "list", {"page": page})


def shown(
    request: HttpRequest, content: Content, *, place: str, asked: QueryDict
) -> dict[str, Any]:
    """A page of a report; `place` and `asked` make the address of its other pages."""
    page = Paginator(content.lines, LINES).get_page(request.GET.get("page"))
    return {"content": content, "lines": page, "place": place, "asked": asked}


def report_or_404(request: HttpRequest, uid: str) -> ReportSnapshot:
    found = readable(request.user).filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


@require_safe
@login_required
def report(request: HttpRequest, uid: str) -> HttpResponse:
    """A report as issued; on request, counted again from the facts beside it."""
    row = report_or_404(request, uid)
    content = Content.of(row.content)
    context = shown(request, content, place=request.path, asked=request.GET)
    context["report"] = row
    if "recount" in request.GET:
        context["differs"] = differences(content, build(Query.of(row.query)))
        context["is_recounted"] = True
    return show(request, "report", context)
