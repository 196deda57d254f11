"""The end of an attempt: submit and result."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quizzes import services
from quizzes.models import Attempt
from quizzes.results import result_of
from quizzes.views.own import own_attempt, own_running


@login_required
@require_POST
def submit(request: HttpRequest, uid: UUID) -> HttpResponse:
    attempt = own_attempt(request, uid)
    now = timezone.now()
    has_time = attempt.due_at is None or now < attempt.due_at
    if attempt.is_open and has_time and "xac-nhan" not in request.POST:
        messages.error(request, _("Đánh dấu ô xác nhận tự làm bài, rồi bấm Nộp bài."))
        return redirect("attempt_review", uid=uid)
    services.submit_attempt(attempt=attempt, at=now, by=Attempt.ClosedBy.LEARNER)
    return redirect("attempt_result", uid=uid)


@login_required
@never_cache
@require_safe
def result(request: HttpRequest, uid: UUID) -> HttpResponse:
    attempt = own_running(request, uid, Attempt.objects.for_result())
    if attempt.is_open:
        return redirect("attempt", uid=uid)
    context = result_of(attempt, at=timezone.now())
    return render(request, "quizzes/result.html", context)
