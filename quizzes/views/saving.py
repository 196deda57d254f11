"""Answers as they are given: one request for all questions of a page."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from questions.definitions import public
from questions.kinds import KINDS
from quizzes import services
from quizzes.forms import SaveForm
from quizzes.models import Attempt, Response
from quizzes.services import Given, Saved, SaveState
from quizzes.sheets import field_of

logger = logging.getLogger(__name__)

REVIEW = "xem-lai"
WORST = [SaveState.CLOSED, SaveState.FINAL, SaveState.STALE, SaveState.SAVED]
REFUSED = {
    SaveState.STALE: _(
        "Câu này đã được lưu ở một cửa sổ khác. Dưới đây là câu trả lời đang được "
        "tính; muốn đổi thì sửa rồi lưu lại."
    ),
    SaveState.FINAL: _("Câu này đã chốt, không đổi được nữa. Làm tiếp các câu sau."),
    SaveState.CLOSED: _("Bài đã nộp hoặc đã hết giờ. Câu gửi sau đó không được tính."),
}


@login_required
@require_POST
def save(request: HttpRequest, uid: UUID) -> HttpResponse:
    form = SaveForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    versions = form.cleaned_data["versions"]
    responses = _own_responses(request, uid, versions)
    is_alone = form.cleaned_data["trang"] is None
    given = [
        _given(request, response, versions[response.uid], is_alone=is_alone)
        for response in responses
    ]
    key = form.cleaned_data["key"]
    saved = services.save_answers(given=given, key=key, at=timezone.now())
    worst = min((said.state for said in saved), key=WORST.index)
    if sentence := REFUSED.get(worst):
        messages.warning(request, sentence)
    if not request.accepts("text/html"):
        return _acknowledged(responses, saved, worst)
    return _told(request, responses, saved, worst)


def _own_responses(
    request: HttpRequest, attempt: UUID, versions: dict[UUID, int]
) -> list[Response]:
    own = Response.objects.select_related("attempt").filter(
        uid__in=versions,
        attempt__uid=attempt,
        attempt__enrolment__learner=request.user,
    )
    responses = list(own.order_by("position"))
    if len(responses) < len(versions):
        logger.warning("responses of %s refused to %s", attempt, request.user.pk)
        raise Http404
    return responses


def _given(
    request: HttpRequest, response: Response, version: int, *, is_alone: bool
) -> Given:
    """One answer out of the form; a flag is ticked for the response, or for the page."""
    shown = public(response.definition)
    field = field_of(response, is_alone=is_alone)
    flags = request.POST.getlist("co")
    return Given(
        response=response,
        answer=KINDS[shown["kind"]].read(shown, request.POST, field),
        is_flagged=str(response.uid) in flags or (is_alone and bool(flags)),
        based_on=version,
    )


def _sheet_url(attempt: Attempt, position: int | str, anchor: bool = False) -> str:
    """The page with a question; `anchor` goes down to it among several."""
    page = f"{reverse('attempt', args=[attempt.uid])}?cau={position}"
    return f"{page}#cau-{position}" if anchor else page


def _acknowledged(
    responses: Sequence[Response], saved: Sequence[Saved], worst: SaveState
) -> HttpResponse:
    """What the page's script needs to know; of a page with one question at the top too."""
    now, attempt = timezone.now(), responses[0].attempt
    ends = {
        SaveState.STALE: _sheet_url(attempt, responses[0].position),
        SaveState.FINAL: _sheet_url(attempt, responses[0].position),
        SaveState.CLOSED: reverse("attempt_result", args=[attempt.uid]),
    }
    rows = [
        {"uid": str(response.uid), "position": response.position, **_stands(said)}
        for response, said in zip(responses, saved, strict=True)
    ]
    return JsonResponse(
        _stands(saved[0])
        | {
            "state": worst,
            "responses": rows,
            "saved_at": f"{timezone.localtime(now):%H:%M}",
            "left": attempt.seconds_left(at=now),
            "next": ends.get(worst),
        }
    )


def _stands(said: Saved) -> dict:
    return {
        "state": said.state,
        "version": said.version,
        "answered": said.answer is not None,
        "flagged": said.is_flagged,
    }


def _told(
    request: HttpRequest,
    responses: Sequence[Response],
    saved: Sequence[Saved],
    worst: SaveState,
) -> HttpResponse:
    """Where a plain form goes on to."""
    attempt, position = responses[0].attempt, responses[0].position
    anchor = "trang" in request.POST
    if worst == SaveState.CLOSED:
        return redirect("attempt_result", uid=attempt.uid)
    if worst != SaveState.SAVED:
        return redirect(_sheet_url(attempt, position))
    if wanted := request.POST.get("chot"):
        checked = _check(request, responses, saved, wanted)
        return redirect(_sheet_url(attempt, checked, anchor))
    target = request.POST.get("den", "")
    if target == REVIEW:
        return redirect("attempt_review", uid=attempt.uid)
    if target.isdecimal() and attempt.is_forward_only:
        services.pass_by(attempt=attempt, before=int(target[:5]))
    position = target if target.isdecimal() else position
    return redirect(_sheet_url(attempt, position, anchor))


def _check(
    request: HttpRequest,
    responses: Sequence[Response],
    saved: Sequence[Saved],
    wanted: str,
) -> int:
    """Make one answer final, to show at once what it is worth; its position."""
    for response, said in zip(responses, saved, strict=True):
        if str(response.uid) != wanted or not response.attempt.checks_each:
            continue
        if said.answer is None:
            messages.error(request, _("Trả lời câu này trước, rồi bấm Kiểm tra."))
        elif not KINDS[response.definition["kind"]].is_marked_by_person:
            services.close_response(response=response)
        return response.position
    return responses[0].position
