"""Coi thi in /cms/: who sits a quiz now, how far, and what was noted meanwhile."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from enrolments.models import TrainingClass
from quizzes.desk.base import DeskView
from quizzes.desk.watching import watched
from quizzes.marks.reach import trained_quizzes
from quizzes.models import Attempt

ON_A_PAGE = 50
PART = "X-Part"  # a page that refreshes its table asks for the table alone


class RoomView(DeskView):
    """Of one quiz, of all classes or the one that is asked for by `lop`."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.quiz = get_object_or_404(trained_quizzes(request.user), pk=kwargs["quiz"])

    @cached_property
    def classes(self) -> list[TrainingClass]:
        sat = TrainingClass.objects.filter(enrolments__attempts__quiz=self.quiz)
        return list(sat.distinct().order_by("-opens_on", "code"))

    @cached_property
    def group(self) -> TrainingClass | None:
        asked = self.request.GET.get("lop", "")
        return next((row for row in self.classes if row.code == asked), None)

    def attempts(self) -> QuerySet[Attempt]:
        """The newest day first, then by name; without names in no order of persons."""
        rows = self.quiz.attempts.select_related(
            "enrolment__learner", "enrolment__training_class"
        )
        if self.group:
            rows = rows.filter(enrolment__training_class=self.group)
        people = ("enrolment__learner__sort_key", "enrolment__learner", "number")
        within = ("uid",) if self.is_anonymous else people
        return rows.annotate(day=TruncDate("started_at")).order_by("-day", *within)


class WatchView(RoomView):
    """The attempts at a quiz as they go on; the page renews its table by itself."""

    def get_template_names(self) -> list[str]:
        part = "_watch_table" if PART in self.request.headers else "watch"
        return [f"quizzes/admin/{part}.html"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reply = super().get(request, *args, **kwargs)
        patch_vary_headers(reply, [PART])
        return reply

    def get_page_title(self) -> str:
        return _("Coi thi: %(quiz)s") % {"quiz": self.quiz.title}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        asked = self.request.GET.get("p")
        page = Paginator(self.attempts(), ON_A_PAGE).get_page(asked)
        return super().get_context_data(**kwargs) | {
            "rows": watched([(a, self.name_of(a)) for a in page], at=now),
            "page": page,
            "totals": self.attempts().order_by().aggregate(**TOTALS),
            "quiz": self.quiz,
            "group": self.group,
            "classes": self.classes,
            "now": now,
        }


TOTALS = {
    "running": Count("pk", filter=Q(submitted_at=None)),
    "timed": Count("pk", filter=Q(submitted_at=None, due_at__isnull=False)),
    "submitted": Count("pk", filter=Q(submitted_at__isnull=False)),
}
