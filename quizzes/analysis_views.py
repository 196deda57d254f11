"""The item analysis in /cms/: which question is bad, for the trainers of the course."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.permissions import page_permission_policy

from accounts.formats import vdate
from courses.models import CoursePage
from enrolments.access import is_trainer_of
from enrolments.models import TrainingClass
from progress.filters import parse_day
from progress.views.files import ENDINGS, file_response
from questions.models import Question
from quizzes.analysis import sheets
from quizzes.analysis.chart import scatter_of
from quizzes.analysis.reading import Scope
from quizzes.analysis.report import ORDERS, ordered, report_on
from quizzes.analysis.verdicts import on_reliability
from quizzes.models import QuizPage


@require_safe
def analyses(request: HttpRequest) -> HttpResponse:
    """The quizzes that this trainer may look into, those that were sat first."""
    sat = Count("attempts", filter=Q(attempts__submitted_at__isnull=False))
    editable = page_permission_policy.instances_user_has_permission_for(
        request.user, "change"
    )
    quizzes = QuizPage.objects.filter(pk__in=editable.values("pk")).annotate(sat=sat)
    title = _("Câu nào có vấn đề")
    context = {
        "quizzes": _with_courses(list(quizzes.order_by("-sat", "path"))),
        "header_title": title,
        "header_icon": "view",
        "breadcrumbs_items": [{"url": "", "label": title}],
    }
    return TemplateResponse(request, "quizzes/admin/analyses.html", context)


def _with_courses(quizzes: list[QuizPage]) -> list[tuple[QuizPage, CoursePage | None]]:
    courses = list(CoursePage.objects.all())
    return [
        (quiz, next((c for c in courses if quiz.path.startswith(c.path)), None))
        for quiz in quizzes
    ]


@require_safe
def analysis(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How every question of a quiz did, the worst first; a file with `?format=`."""
    quiz = get_object_or_404(QuizPage, pk=pk)
    if not is_trainer_of(request.user, quiz):
        raise Http404
    classes = list(
        TrainingClass.objects.filter(enrolments__attempts__quiz=quiz)
        .distinct()
        .order_by("-opens_on", "code")
    )
    scope, errors = _scope(request.GET, classes)
    report = report_on(quiz, scope)
    lines = ordered(report.lines, request.GET.get("sort", ""))
    ending = request.GET.get("format")
    if ending in ENDINGS:
        notes = sheets.notes_on(quiz=quiz.title, scope=_told(scope))
        name = f"phan-tich-{quiz.slug}-{timezone.localdate().isoformat()}.{ending}"
        return file_response(sheets.analysis_table(lines, notes=notes), name, ending)
    context = _header(quiz) | {
        "report": report,
        "whole": report.whole,
        "lines": [(line, regrade_url(line.question)) for line in lines],
        "scatter": scatter_of(report.lines),
        "reliability_words": on_reliability(report.whole),
        "classes": classes,
        "scope": scope,
        "asked": request.GET,
        "errors": errors,
        "sort": request.GET.get("sort", "")
        if request.GET.get("sort") in ORDERS
        else "",
    }
    return TemplateResponse(request, "quizzes/admin/analysis.html", context)


def _header(quiz: QuizPage) -> dict:
    return {
        "quiz": quiz,
        "question_edit": Question.snippet_viewset.get_url_name("edit"),
        "header_title": _("Câu nào có vấn đề: %(quiz)s") % {"quiz": quiz.title},
        "header_icon": "view",
        "breadcrumbs_items": [
            {"url": reverse("quiz_analyses"), "label": _("Câu nào có vấn đề")},
            {"url": "", "label": quiz.title},
        ],
    }


def _scope(
    asked: Mapping[str, str], classes: list[TrainingClass]
) -> tuple[Scope, list[str]]:
    """What the address asks for; a day that cannot be read falls away, with words."""
    errors: list[str] = []

    def day(name: str) -> date | None:
        try:
            return parse_day(asked[name][:40]) if asked.get(name, "").strip() else None
        except ValueError as refused:
            errors.append(str(refused))
            return None

    code = asked.get("class", "")
    scope = Scope(
        training_class=next((c for c in classes if c.code == code), None),
        since=day("from"),
        until=day("to"),
        is_first_only=asked.get("attempts") != "all",
    )
    return scope, errors


def _told(scope: Scope) -> list[tuple[str, str]]:
    """The scope in words, for the notes of a file."""
    period = [vdate(scope.since) if scope.since else "…", vdate(scope.until) if scope.until else "…"]  # fmt: skip
    return [
        (_("Lớp"), str(scope.training_class or _("tất cả"))),
        (_("Thời gian nộp bài"), " – ".join(period)),
        (_("Lượt làm"), _("lần đầu") if scope.is_first_only else _("mọi lần")),
    ]


def regrade_url(question: Question) -> str | None:
    """Where the key is corrected; nothing while there is no such page."""
    try:
        return reverse("question_regrade", args=[question.pk])
    except NoReverseMatch:
        return None
