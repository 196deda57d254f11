"""Sitting a quiz: start, answer, review, submit, result. Works by plain forms alone."""

import logging
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from progress.learning import NotAllowed
from questions.definitions import public
from questions.kinds import KINDS
from questions.rendering import FIELD, controls
from quizzes import services
from quizzes.access import enrolment_to_sit
from quizzes.forms import SaveForm
from quizzes.models import Attempt, QuizPage, Response
from quizzes.results import is_finished, marked, needed_points, weak_spots
from quizzes.services import Saved, SaveState

logger = logging.getLogger(__name__)

REVIEW = "xem-lai"
REFUSED = {
    SaveState.STALE: _(
        "Câu này đã được lưu ở một cửa sổ khác. Dưới đây là câu trả lời đang được "
        "tính; muốn đổi thì sửa rồi lưu lại."
    ),
    SaveState.CLOSED: _("Bài đã nộp hoặc đã hết giờ. Câu gửi sau đó không được tính."),
}


def _own(request: HttpRequest, uid: UUID) -> Attempt:
    """The learner's own attempt; anyone else's does not exist, and the try is logged."""
    attempts = Attempt.objects.by(request.user).select_related(
        "quiz", "enrolment__certificate", "enrolment__training_class__course"
    )
    attempt = attempts.filter(uid=uid).first()
    if attempt is None:
        logger.warning("attempt %s refused to user %s", uid, request.user.pk)
        raise Http404
    return attempt


def _own_running(request: HttpRequest, uid: UUID) -> Attempt:
    """The same, submitted first when the clock has closed it."""
    attempt = _own(request, uid)
    now = timezone.now()
    if attempt.is_open and attempt.is_over(at=now):
        services.submit_attempt(attempt=attempt, at=now, by=Attempt.ClosedBy.CLOCK)
        attempt.refresh_from_db(fields=["submitted_at", "score", "closed_by"])
    return attempt


@login_required
@require_POST
def start(request: HttpRequest, activity: UUID) -> HttpResponse:
    quiz = get_object_or_404(QuizPage.objects.live(), uid=activity)
    now = timezone.now()
    try:
        enrolment = enrolment_to_sit(learner=request.user, quiz=quiz, at=now)
        attempt = services.start_attempt(enrolment=enrolment, quiz=quiz, at=now)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect(quiz.get_url(request))
    return redirect("attempt", uid=attempt.uid)


@login_required
@never_cache
@require_safe
def sit(request: HttpRequest, uid: UUID) -> HttpResponse:
    attempt = _own_running(request, uid)
    if not attempt.is_open:
        return redirect("attempt_result", uid=uid)
    outline = list(attempt.responses.outlined())
    position = _position(request.GET.get("cau"), outline)
    response = attempt.responses.get(position=position)
    context = _running(attempt, outline) | {
        "response": response,
        "question": controls(public(response.definition), response.answer),
        "key": uuid4(),
        "previous": position - 1 if position > 1 else None,
        "next": position + 1 if position < len(outline) else None,
    }
    return render(request, "quizzes/attempt.html", context)


def _position(asked: str | None, outline: list[Response]) -> int:
    """The question asked for, else the first one without an answer."""
    if asked and asked.isdecimal() and 1 <= int(asked[:5]) <= len(outline):
        return int(asked)
    todo = (r.position for r in outline if not r.is_answered)
    return next(todo, outline[0].position)


def _running(attempt: Attempt, outline: list[Response]) -> dict:
    """What every page of a running attempt shows."""
    return {
        "attempt": attempt,
        "quiz": attempt.quiz,
        "course": attempt.enrolment.training_class.course,
        "outline": outline,
        "total": len(outline),
        "answered": sum(r.is_answered for r in outline),
        "flagged": sum(r.is_flagged for r in outline),
        "left": attempt.seconds_left(at=timezone.now()),
        "needed": needed_points(attempt),
    }


@login_required
@require_POST
def save(request: HttpRequest, uid: UUID) -> HttpResponse:
    form = SaveForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    response = _own_response(request, uid, form.cleaned_data["response"])
    shown = public(response.definition)
    saved = services.save_answer(
        response_uid=response.uid,
        learner=request.user,
        answer=KINDS[shown["kind"]].read(shown, request.POST, FIELD),
        is_flagged=form.cleaned_data["co"],
        key=form.cleaned_data["key"],
        based_on=form.cleaned_data["version"],
        at=timezone.now(),
    )
    if sentence := REFUSED.get(saved.state):
        messages.warning(request, sentence)
    reply = _told if request.accepts("text/html") else _acknowledged
    return reply(request, response, saved)


def _own_response(request: HttpRequest, attempt: UUID, uid: UUID) -> Response:
    own = Response.objects.select_related("attempt").filter(
        uid=uid, attempt__uid=attempt, attempt__enrolment__learner=request.user
    )
    response = own.first()
    if response is None:
        logger.warning("response %s refused to user %s", uid, request.user.pk)
        raise Http404
    return response


def _acknowledged(
    request: HttpRequest, response: Response, saved: Saved
) -> HttpResponse:
    """What the page's script needs to know."""
    now = timezone.now()
    uid = response.attempt.uid
    ends = {
        SaveState.STALE: f"{reverse('attempt', args=[uid])}?cau={response.position}",
        SaveState.CLOSED: reverse("attempt_result", args=[uid]),
    }
    return JsonResponse(
        {
            "state": saved.state,
            "version": saved.version,
            "answered": saved.answer is not None,
            "flagged": saved.is_flagged,
            "saved_at": f"{timezone.localtime(now):%H:%M}",
            "left": response.attempt.seconds_left(at=now),
            "next": ends.get(saved.state),
        }
    )


def _told(request: HttpRequest, response: Response, saved: Saved) -> HttpResponse:
    """Where a plain form goes on to."""
    uid = response.attempt.uid
    if saved.state == SaveState.CLOSED:
        return redirect("attempt_result", uid=uid)
    target = request.POST.get("den", "") if saved.state == SaveState.SAVED else ""
    if target == REVIEW:
        return redirect("attempt_review", uid=uid)
    position = target if target.isdecimal() else response.position
    return redirect(f"{reverse('attempt', args=[uid])}?cau={position}")


@login_required
@never_cache
@require_GET
def clock(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Seconds left by the server's clock, for a page that slept."""
    attempt = _own(request, uid)
    left = attempt.seconds_left(at=timezone.now())
    return JsonResponse({"open": attempt.is_open, "left": left})


@login_required
@never_cache
@require_safe
def review(request: HttpRequest, uid: UUID) -> HttpResponse:
    attempt = _own_running(request, uid)
    if not attempt.is_open:
        return redirect("attempt_result", uid=uid)
    rows = list(attempt.responses.titled())
    return render(request, "quizzes/review.html", _running(attempt, rows))


@login_required
@require_POST
def submit(request: HttpRequest, uid: UUID) -> HttpResponse:
    attempt = _own(request, uid)
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
    attempt = _own_running(request, uid)
    if attempt.is_open:
        return redirect("attempt", uid=uid)
    responses = list(attempt.responses.select_related("question__category"))
    course = attempt.enrolment.training_class.course
    allowed = attempt.quiz.attempts_allowed
    rows = marked(responses)
    context = {
        "attempt": attempt,
        "quiz": attempt.quiz,
        "course": course,
        "needed": needed_points(attempt),
        "wrong": [row for row in rows if not row.is_right],
        "right": [row for row in rows if row.is_right],
        "weak_spots": [] if attempt.has_passed else weak_spots(responses, course),
        "attempts_left": None if allowed is None else max(0, allowed - attempt.number),
        "certificate": attempt.enrolment.certificate,
        "reveals": attempt.has_passed or is_finished(attempt),
    }
    return render(request, "quizzes/result.html", context)
