"""The pages of a running attempt."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from enrolments.access import within
from progress.learning import NotAllowed
from quizzes import services
from quizzes.access import check_entry, enrolment_to_sit
from quizzes.forms import EntryForm, EventForm
from quizzes.models import Attempt, QuizPage
from quizzes.sheets import running_of, sheet_of
from quizzes.views.own import own_attempt, own_running


@login_required
@require_POST
def start(request: HttpRequest, activity: UUID) -> HttpResponse:
    quiz = get_object_or_404(QuizPage.objects.live(), uid=activity)
    now = timezone.now()
    form = EntryForm(request.POST)
    form.is_valid()
    pledged = form.cleaned_data.get("cam_ket", False)
    code = form.cleaned_data.get("ma", "")
    said, enrolment = request.POST.get("enrolment", ""), None
    try:
        enrolment = enrolment_to_sit(learner=request.user, quiz=quiz, at=now, uid=said)
        check_entry(enrolment=enrolment, quiz=quiz, code=code, has_pledged=pledged)
        attempt = services.start_attempt(
            enrolment=enrolment, quiz=quiz, at=now, has_pledged=pledged
        )
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        url = quiz.get_url(request)
        named = said and enrolment
        return redirect(within(url, enrolment.training_class) if named else url)
    return redirect("attempt", uid=attempt.uid)


@login_required
@never_cache
@require_safe
def sit(request: HttpRequest, uid: UUID) -> HttpResponse:
    attempt = own_running(request, uid, Attempt.objects.described().with_namesakes())
    if not attempt.is_open:
        return redirect("attempt_result", uid=uid)
    outline = list(attempt.responses.outlined())
    sheet = sheet_of(attempt, outline, asked=request.GET.get("cau"))
    running = running_of(attempt, outline, at=timezone.now())
    context = running | sheet | {"key": uuid4()}
    return render(request, "quizzes/attempt.html", context)


@login_required
@never_cache
@require_safe
def review(request: HttpRequest, uid: UUID) -> HttpResponse:
    attempt = own_running(request, uid, Attempt.objects.described().with_namesakes())
    if not attempt.is_open:
        return redirect("attempt_result", uid=uid)
    rows = list(attempt.responses.titled())
    context = running_of(attempt, rows, at=timezone.now())
    return render(request, "quizzes/review.html", context)


@login_required
@never_cache
@require_GET
def clock(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Seconds left by the server's clock, for a page that slept."""
    attempt = own_attempt(request, uid)
    left = attempt.seconds_left(at=timezone.now())
    return JsonResponse({"open": attempt.is_open, "left": left})


@login_required
@require_POST
def leave(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The page of an examination was left, or came back: noted, never judged."""
    form = EventForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    attempt = own_attempt(request, uid)
    services.record_event(attempt=attempt, at=timezone.now(), **form.cleaned_data)
    return HttpResponse(status=204)
