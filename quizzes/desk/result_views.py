"""Sittings in /cms/ for a trainer: who got what, every trace of a mark, and new points."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from accounts.collation import fold
from accounts.formats import points as in_words
from questions.rendering import outcome
from quizzes.desk.base import DeskView
from quizzes.desk.forms import OverrideForm
from quizzes.marks.overrides import PassAtStake, override_points
from quizzes.marks.reach import attempts_for, responses_for, trained_quizzes
from quizzes.marks.trace import trace_of
from quizzes.models import Response

ON_A_PAGE = 50


class AttemptsView(DeskView):
    """The submitted sittings of a quiz, found by name or class."""

    template_name = "quizzes/admin/attempts.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.quiz = get_object_or_404(trained_quizzes(request.user), pk=kwargs["quiz"])

    def get_page_title(self) -> str:
        return _("Lần làm bài: %(quiz)s") % {"quiz": self.quiz.title}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wanted = self.request.GET.get("q", "").strip()[:100]
        rows = self.quiz.attempts.exclude(submitted_at=None).select_related(
            "enrolment__learner", "enrolment__training_class"
        )
        if wanted and not self.is_anonymous:
            rows = rows.filter(enrolment__learner__search_text__contains=fold(wanted))
        ordered = rows.order_by("-submitted_at", "-pk")
        page = Paginator(ordered, ON_A_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "rows": [(attempt, self.name_of(attempt)) for attempt in page],
            "page": page,
            "wanted": wanted,
            "quiz": self.quiz,
        }


class AttemptView(DeskView):
    """One sitting: its questions with their points."""

    template_name = "quizzes/admin/attempt.html"

    @cached_property
    def attempt(self):
        rows = attempts_for(self.request.user).exclude(submitted_at=None)
        return get_object_or_404(
            rows.select_related(
                "quiz", "enrolment__learner", "enrolment__training_class"
            ),
            uid=self.kwargs["uid"],
        )

    def get_page_title(self) -> str:
        return _("%(name)s, lần %(number)s") % {
            "name": self.name_of(self.attempt),
            "number": self.attempt.number,
        }

    def trail(self) -> list[tuple[str, str]]:
        quiz = self.attempt.quiz
        return [(reverse("marks_attempts", args=[quiz.pk]), quiz.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        responses = self.attempt.responses.order_by("position").prefetch_related(
            "overrides"
        )
        rows = [(r, outcome(r.definition, None)["text"]) for r in responses]
        return super().get_context_data(**kwargs) | {
            "attempt": self.attempt,
            "name": self.name_of(self.attempt),
            "rows": rows,
        }


class ResponseView(DeskView):
    """One response: what was answered, what people did to its points, new points."""

    template_name = "quizzes/admin/response.html"
    asks_pass = False

    @cached_property
    def response(self) -> Response:
        rows = responses_for(self.request.user).exclude(attempt__submitted_at=None)
        return get_object_or_404(
            rows.select_related(
                "attempt__quiz",
                "attempt__enrolment__learner",
                "attempt__enrolment__training_class",
                "attempt__enrolment__certificate",
            ),
            uid=self.kwargs["uid"],
        )

    def get_page_title(self) -> str:
        return _("Câu %(number)s") % {"number": self.response.position}

    def trail(self) -> list[tuple[str, str]]:
        attempt = self.response.attempt
        label = _("%(name)s, lần %(number)s") % {
            "name": self.name_of(attempt),
            "number": attempt.number,
        }
        return [
            (reverse("marks_attempts", args=[attempt.quiz_id]), attempt.quiz.title),
            (reverse("marks_attempt", args=[attempt.uid]), label),
        ]

    def form_for(self, data: Any) -> OverrideForm:
        asks = self.asks_pass or (data is not None and "becomes" in data)
        return OverrideForm(data, max_points=self.response.max_points, asks_pass=asks)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        response = self.response
        context = {
            "response": response,
            "result": outcome(response.definition, response.answer),
            "trace": trace_of(response, reader=self.request.user),
            "name": self.name_of(response.attempt),
            "certificate": response.attempt.enrolment.paper,
            "form": kwargs.pop("form", None) or self.form_for(None),
            "asks_pass": self.asks_pass,
        }
        return super().get_context_data(**kwargs) | context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form_for(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            row = override_points(
                response=self.response,
                points=form.cleaned_data["points"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
                withdraws=form.withdraws,
            )
        except PassAtStake:
            self.asks_pass = True
            form = OverrideForm(
                initial=form.cleaned_data,
                max_points=self.response.max_points,
                asks_pass=True,
            )
            return self.render_to_response(self.get_context_data(form=form))
        said = {"number": self.response.position, "points": in_words(row.points_after)}
        messages.success(request, _("Câu %(number)s nay được %(points)s điểm.") % said)
        return redirect(request.path)
