"""A paper to print: the questions that a sitting would ask, for a room without machines."""

from __future__ import annotations

from random import Random
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from enrolments.access import is_trainer_of
from quizzes.models import QuizPage
from quizzes.papers import draw_paper, freeze_paper, unsat
from quizzes.prints import printed

PAPERS = 999  # numbers of papers: each draws and shuffles in its own way


@login_required
@never_cache
@require_safe
def paper(request: HttpRequest, activity: UUID) -> HttpResponse:
    """Who may edit the quiz may print it; for everybody else there is no such page."""
    quiz = get_object_or_404(QuizPage, uid=activity)
    if not is_trainer_of(request.user, quiz):
        raise Http404
    number = _number(request.GET.get("de"))
    drawn = draw_paper(
        learner=None,
        quiz=quiz,
        on=timezone.localdate(),
        rng=Random(number),  # noqa: S311
    )
    rows = freeze_paper(attempt=unsat(quiz, seed=number), quiz=quiz, drawn=drawn)
    context = {
        "quiz": quiz,
        "course": quiz.get_parent().specific_deferred,
        "rows": printed(rows, with_key="dap-an" in request.GET),
        "max_score": sum(row.max_points for row in rows),
        "number": number,
        "with_key": "dap-an" in request.GET,
    }
    return render(request, "quizzes/paper.html", context)


def _number(asked: str | None) -> int:
    number = int(asked[:3]) if asked and asked.isdecimal() else 1
    return max(1, min(number, PAPERS))
