"""Essays in /cms/: what waits, one class's pile, and the page on which one is marked."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    CharField,
    Count,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from courses.models import CoursePage
from enrolments.models import TrainingClass
from questions.rendering import outcome
from quizzes.desk.base import ANONYMOUS, DeskView
from quizzes.desk.forms import EssayForm
from quizzes.marks.essays import AlreadyMarked, mark_essay
from quizzes.marks.reach import regrades_for, trained_quizzes
from quizzes.marks.regrading import undecided
from quizzes.marks.waiting import Stage, piles_for, waiting_for
from quizzes.models import Marking, QuizPage, Response

PILE_SHOWN = 200


def with_course(quizzes: QuerySet[QuizPage]) -> QuerySet[QuizPage]:
    """With the title of the course, how many sittings were submitted, how many run."""
    above = CoursePage.objects.alias(
        below=ExpressionWrapper(OuterRef("path"), output_field=CharField())
    ).filter(below__startswith=F("path"))
    is_submitted = Q(attempts__submitted_at__isnull=False)
    return quizzes.annotate(
        course_title=Subquery(above.values("title")[:1]),
        sat=Count("attempts", filter=is_submitted),
        running=Count("attempts", filter=~is_submitted & Q(attempts__isnull=False)),
    ).order_by("path")


class QueueView(DeskView):
    """What waits for a person: essays by class and quiz, and passes to decide about."""

    template_name = "quizzes/admin/queue.html"
    page_title = gettext_lazy("Chấm bài")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        undecided_here = regrades_for(user) & undecided()
        return super().get_context_data(**kwargs) | {
            "piles": piles_for(user),
            "quizzes": with_course(trained_quizzes(user)).filter(
                Q(sat__gt=0) | Q(running__gt=0)
            ),
            "undecided": undecided_here.count(),
        }


class PileView(DeskView):
    """The essays of one class at one quiz, oldest first."""

    template_name = "quizzes/admin/pile.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.quiz = get_object_or_404(trained_quizzes(request.user), pk=kwargs["quiz"])
        classes = TrainingClass.objects.filter(enrolments__attempts__quiz=self.quiz)
        self.group = get_object_or_404(classes.distinct(), uid=kwargs["group"])

    def get_page_title(self) -> str:
        return f"{self.group.code}, {self.quiz.title}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = (
            waiting_for(self.request.user)
            .filter(
                attempt__quiz=self.quiz, attempt__enrolment__training_class=self.group
            )
            .select_related("attempt__enrolment__learner")
        )
        rows = [
            {
                "response": r,
                "name": self.name_of(r.attempt),
                "stage": Stage(r.stage).name,
            }
            for r in waiting[:PILE_SHOWN]
        ]
        return super().get_context_data(**kwargs) | {
            "rows": rows,
            "total": waiting.count(),
            "group": self.group,
            "quiz": self.quiz,
        }


class EssayView(DeskView):
    """Mark one essay; then on to the next of the same class and quiz."""

    template_name = "quizzes/admin/essay.html"

    @cached_property
    def response(self) -> Response:
        """One that the user may mark now; whoever may not is told nothing."""
        waiting = waiting_for(self.request.user).select_related(
            "attempt__quiz",
            "attempt__enrolment__learner",
            "attempt__enrolment__training_class",
        )
        return get_object_or_404(waiting, uid=self.kwargs["uid"], is_mine=True)

    @property
    def pile_url(self) -> str:
        attempt = self.response.attempt
        group = attempt.enrolment.training_class
        return reverse("marks_pile", args=[group.uid, attempt.quiz_id])

    def get_page_title(self) -> str:
        return _("%(name)s, câu %(number)s") % {
            "name": self.name_of(self.response.attempt),
            "number": self.response.position,
        }

    def trail(self) -> list[tuple[str, str]]:
        attempt = self.response.attempt
        group = attempt.enrolment.training_class
        return [(self.pile_url, f"{group.code}, {attempt.quiz.title}")]

    @cached_property
    def form(self) -> EssayForm:
        return EssayForm(
            self.request.POST if self.request.method == "POST" else None,
            definition=self.response.definition,
            max_points=self.response.max_points,
            initial={"turn": self.response.stage + 1},
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        response = self.response
        return super().get_context_data(**kwargs) | {
            "response": response,
            "result": outcome(response.definition, response.answer),
            "guide": response.definition.get("guide", ""),
            "given": (response.answer or {}).get("text", ""),
            "form": self.form,
            "is_second": response.stage == Stage.SECOND,
            "pile_url": self.pile_url,
            "name": self.name_of(response.attempt),
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            if not waiting_for(request.user).filter(uid=kwargs["uid"]).exists():
                raise
            # Reached by "back" or an old link: the user's own part is done.
            messages.info(request, _("Anh/chị đã chấm câu này."))
            return redirect("marks")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(**kwargs))
        typed = self.form.cleaned_data
        try:
            mark_essay(
                response=self.response,
                turn=Marking.Turn(typed["turn"]),
                points=self.form.points,
                rubric=self.form.rubric,
                comment=typed["comment"],
                asks_second=typed.get("asks_second", False),
                marker=request.user,
                at=timezone.now(),
            )
        except AlreadyMarked as refusal:
            messages.error(request, str(refusal))
            return redirect(self.pile_url)
        messages.success(request, self.what_now())
        return redirect(self.next_url())

    def what_now(self) -> str:
        """What became of the points just given."""
        row = Response.objects.get(pk=self.response.pk)
        if row.points is not None:
            return _("Đã lưu điểm.")
        if row.markings.count() == Stage.AGREE:
            return _(
                "Đã lưu điểm. Hai người chấm lệch nhau quá 20%: câu này chờ thống nhất."
            )
        return _("Đã lưu điểm. Câu này chờ người chấm thứ hai.")

    def next_url(self) -> str:
        attempt = self.response.attempt
        following = (
            waiting_for(self.request.user)
            .filter(
                is_mine=True,
                attempt__quiz=attempt.quiz_id,
                attempt__enrolment__training_class=attempt.enrolment.training_class_id,
            )
            .first()
        )
        if following is None:
            return self.pile_url
        return reverse("marks_essay", args=[following.uid])


@require_POST
def hide_names(request: HttpRequest) -> HttpResponse:
    """Turn marking without names on or off, and go back to where the switch was."""
    request.session[ANONYMOUS] = "hide" in request.POST
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return redirect(target)
    return redirect("marks")
