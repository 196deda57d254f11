"""Practice: a question, its answer, and nothing kept."""

from __future__ import annotations

import secrets
from random import Random
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from questions.definitions import freeze, public
from questions.kinds import KINDS, Definition
from questions.marking import mark
from questions.models import Question, QuestionCategory
from questions.rendering import FIELD, controls, outcome
from quizzes.practice import pick, practisable

ROUND = 10  # questions in a round: five minutes between two citizens
SESSION = "practice"
FULL = 100


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def practice(request: HttpRequest, category: UUID) -> HttpResponse:
    """One question after the other; an answer is marked and forgotten."""
    shelf = get_object_or_404(QuestionCategory, uid=category)
    if "new" in request.GET or _round(request).get("shelf") != str(category):
        _begin(request, category)
        if request.method == "GET":
            return redirect(request.path)
    if request.method == "POST" and "check" in request.POST:
        return _checked(request, shelf)
    return _asked(request, shelf)


def _round(request: HttpRequest) -> dict:
    return request.session.get(SESSION, {})


def _begin(request: HttpRequest, category: UUID) -> None:
    request.session[SESSION] = {
        "shelf": str(category),
        "seed": secrets.randbits(32),
        "seen": [],
        "right": 0,
    }


def _definition(request: HttpRequest, question: Question) -> Definition:
    """The same order of options when it is asked and when it is marked."""
    seed = f"{_round(request)['seed']}:{question.pk}"
    return freeze(question, Random(seed))  # noqa: S311


def _asked(request: HttpRequest, shelf: QuestionCategory) -> HttpResponse:
    state = _round(request)
    rng = Random(f"{state['seed']}:{len(state['seen'])}")  # noqa: S311
    question = None
    if len(state["seen"]) < ROUND:
        question = pick(
            request.user, shelf, seen=state["seen"], at=timezone.now(), rng=rng
        )
    context = _context(request, shelf) | {"asked": question}
    if question is not None:
        shown = public(_definition(request, question))
        context["question"] = controls(shown, None)
    return render(request, "quizzes/learner/practice.html", context)


def _checked(request: HttpRequest, shelf: QuestionCategory) -> HttpResponse:
    """Only what may be practised is marked: nobody asks for another key this way."""
    allowed = practisable(request.user, at=timezone.now()).filter(category=shelf)
    question = get_object_or_404(allowed, uid=_uid(request.POST["check"]))
    definition = _definition(request, question)
    kind = KINDS[definition["kind"]]
    answer = kind.read(public(definition), request.POST, FIELD)
    is_right = mark(definition, answer, FULL) == FULL
    state = _round(request)
    if question.pk not in state["seen"]:
        state["seen"].append(question.pk)
        state["right"] += is_right
        request.session.modified = True
    context = _context(request, shelf) | {
        "result": outcome(definition, answer),
        "is_right": is_right,
    }
    return render(request, "quizzes/learner/practice.html", context)


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _context(request: HttpRequest, shelf: QuestionCategory) -> dict:
    state = _round(request)
    return {
        "shelf": shelf,
        "done": len(state["seen"]),
        "right": state["right"],
        "round": ROUND,
    }
