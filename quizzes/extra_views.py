"""Cho làm thêm in /cms/: one more sitting for a learner, with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from courses.models import CoursePage
from enrolments.models import Enrolment
from quizzes.admission import standing_of
from quizzes.desk.base import DeskView
from quizzes.marks.reach import trained_quizzes
from quizzes.models import ExtraAttempt, QuizPage
from quizzes.services import give_extra_attempt


class ExtraForm(forms.Form):
    """Who may sit once more, and why."""

    staff_code = forms.CharField(
        label=gettext_lazy("Mã cán bộ"),
        max_length=50,
        error_messages={"required": gettext_lazy("Nhập mã cán bộ của học viên.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=1000,
        help_text=gettext_lazy("Ví dụ: mất điện giữa giờ thi, có biên bản."),
        error_messages={"required": gettext_lazy("Ghi lý do cho làm thêm.")},
    )

    def __init__(self, *args: Any, quiz: QuizPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.quiz = quiz

    def clean_staff_code(self) -> Enrolment:
        """The learner's enrolment in the course of the quiz that has no sitting left."""
        code = self.cleaned_data["staff_code"].strip()
        found = (
            Enrolment.objects.filter(
                learner__staff_code__iexact=code,
                training_class__course__in=CoursePage.objects.ancestor_of(self.quiz),
            )
            .select_related("learner", "training_class")
            .order_by(
                F("training_class__closed_at").desc(nulls_first=True),
                "-training_class__opens_on",
                "-pk",
            )
        )
        if not found:
            raise ValidationError(_("Mã này không có trong lớp nào của khóa học."))
        return next((row for row in found if self._is_used_up(row)), found[0])

    def _is_used_up(self, enrolment: Enrolment) -> bool:
        now = timezone.now()
        return standing_of(enrolment=enrolment, quiz=self.quiz, at=now).left == 0


class ExtraView(DeskView):
    """Extra sittings of a quiz: those given, and the form to give one."""

    template_name = "quizzes/extra.html"
    page_title = gettext_lazy("Cho làm thêm")

    @cached_property
    def quiz(self) -> QuizPage:
        """Only of those whose course the trainer may edit."""
        quizzes = trained_quizzes(self.request.user)
        return get_object_or_404(quizzes, pk=self.kwargs["quiz"])

    def get_page_subtitle(self) -> str:
        return self.quiz.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = ExtraAttempt.objects.filter(quiz=self.quiz)
        people = given.select_related(
            "enrolment__learner", "enrolment__training_class", "given_by"
        )
        return super().get_context_data(**kwargs) | {
            "quiz": self.quiz,
            "form": kwargs.get("form") or ExtraForm(quiz=self.quiz),
            "given": people.order_by("-given_at")[:200],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ExtraForm(request.POST, quiz=self.quiz)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        enrolment = form.cleaned_data["staff_code"]
        try:
            give_extra_attempt(
                enrolment=enrolment,
                quiz=self.quiz,
                by=request.user,
                reason=form.cleaned_data["reason"],
                at=timezone.now(),
            )
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            told = _("%(name)s được làm thêm một lần ở lớp %(code)s.")
            named = {
                "name": enrolment.learner.full_name,
                "code": enrolment.training_class.code,
            }
            messages.success(request, told % named)
        return redirect("quiz_extra", self.quiz.pk)


def extra_urls() -> list:
    return [
        path("marks/quiz/<int:quiz>/extra/", ExtraView.as_view(), name="quiz_extra")
    ]


def extra_url(quiz: QuizPage) -> str:
    return reverse("quiz_extra", args=[quiz.pk])
