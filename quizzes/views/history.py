"""A learner's own sittings, and how the categories went."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quizzes.history import attempts_of, trends_of
from quizzes.practice import shelves


@login_required
@never_cache
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    page = Paginator(attempts_of(request.user), 25).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "trends": trends_of(request.user, at=now),
        "shelves": shelves(request.user, at=now),
        "now": now,
    }
    return render(request, "quizzes/learner/history.html", context)
