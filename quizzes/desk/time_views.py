"""More time in /cms/: for the attempts of a room, or for one that is looked at."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from quizzes.desk.base import DeskView
from quizzes.desk.time_forms import ExtraTimeForm, RoomTimeForm
from quizzes.desk.watch_views import RoomView
from quizzes.desk.watching import watched
from quizzes.marks.reach import attempts_for
from quizzes.models import Attempt
from quizzes.services import give_extra_time


class GivesTime(DeskView):
    """Sends what the form says to the service, and tells what became of it."""

    def give(self, form: ExtraTimeForm, attempts: list[Attempt]) -> None:
        typed = form.cleaned_data
        minutes = typed["minutes"]
        done = give_extra_time(
            attempts=attempts,
            minutes=minutes,
            reason=typed["reason"],
            key=typed["key"],
            by=self.request.user,
            at=timezone.now(),
        )
        count = len(done.given)
        if count:
            told = _("Đã thêm %(minutes)s phút cho %(count)s bài.")
            messages.success(self.request, told % {"minutes": minutes, "count": count})
        for attempt, why in done.skipped:
            said = {"name": self.name_of(attempt), "why": why}
            messages.warning(
                self.request, _("Không thêm giờ cho %(name)s: %(why)s.") % said
            )


class RoomTimeView(GivesTime, RoomView):
    """All running attempts of the list, each with a box: the room lost its power."""

    template_name = "quizzes/admin/time.html"
    page_title = gettext_lazy("Thêm giờ")

    def trail(self) -> list[tuple[str, str]]:
        return [(self.list_url, _("Coi thi: %(quiz)s") % {"quiz": self.quiz.title})]

    @property
    def list_url(self) -> str:
        url = reverse("quiz_watch", args=[self.quiz.pk])
        return f"{url}?{urlencode({'lop': self.group.code})}" if self.group else url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        running = list(self.attempts().open().filter(due_at__isnull=False))
        named = [(attempt, self.name_of(attempt)) for attempt in running]
        return super().get_context_data(**kwargs) | {
            "rows": watched(named, at=timezone.now()),
            "form": kwargs.get("form") or RoomTimeForm(attempts=running),
            "quiz": self.quiz,
            "group": self.group,
            "list_url": self.list_url,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RoomTimeForm(request.POST, attempts=list(self.attempts()))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        self.give(form, form.cleaned_data["chosen"])
        return redirect(self.list_url)


class SittingView(GivesTime):
    """One attempt: what was noted in order of time, and more time while it runs."""

    template_name = "quizzes/admin/sitting.html"

    @cached_property
    def attempt(self) -> Attempt:
        rows = attempts_for(self.request.user).select_related(
            "quiz", "enrolment__learner", "enrolment__training_class"
        )
        return get_object_or_404(rows, uid=self.kwargs["uid"])

    def get_page_title(self) -> str:
        said = {"name": self.name_of(self.attempt), "number": self.attempt.number}
        return _("%(name)s, lần %(number)s") % said

    def trail(self) -> list[tuple[str, str]]:
        quiz = self.attempt.quiz
        told = _("Coi thi: %(quiz)s") % {"quiz": quiz.title}
        return [(reverse("quiz_watch", args=[quiz.pk]), told)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        named = [(self.attempt, self.name_of(self.attempt))]
        return super().get_context_data(**kwargs) | {
            "row": watched(named, at=timezone.now())[0],
            "attempt": self.attempt,
            "quiz": self.attempt.quiz,
            "given": self.attempt.extra_times.select_related("given_by"),
            "form": kwargs.get("form") or ExtraTimeForm(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ExtraTimeForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        self.give(form, [self.attempt])
        return redirect("watch_sitting", self.attempt.uid)
