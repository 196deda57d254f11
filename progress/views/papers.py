"""The papers of a class: issuing them all, how far they are, taking them away."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.queueing import ask_workers
from enrolments.views.class_door import desk_or_404
from progress.papers import class_papers
from progress.units import top_units


@never_cache
@require_safe
@login_required
def papers(request: HttpRequest, code: str) -> HttpResponse:
    """How many papers are ready, and why some are not; of one's own people."""
    desk, now = desk_or_404(request, code), timezone.now()
    today = timezone.localdate(now)
    rows = desk.group.enrolments.all() if desk.runs else desk.enrolments
    context = {
        "group": desk.group,
        "desk": desk,
        "papers": class_papers(desk.group, rows),
        "units": top_units(request.user, today=today, on=today),
        "is_asked": "asked" in request.GET,
        "now": now,
        "nav_here": "classes",
    }
    return render(request, "progress/papers/class.html", context)


@require_POST
@login_required
def issue_papers(request: HttpRequest, code: str) -> HttpResponse:
    """Let a worker issue what is due now, instead of the next round for all classes."""
    group = desk_or_404(request, code, to_run=True).group
    ask_workers("progress.award_class", [group.pk])
    response = redirect("class_papers", code)
    response["Location"] += "?asked=1"
    return response
