"""Where the item analysis is found in /cms/; wagtail_hooks.py loads this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from accounts.models import User
from enrolments.access import is_trainer_of
from questions.bank.usage import Usage
from questions.models import Question
from quizzes import analysis_views
from quizzes.analysis.usage import places_of, usage_of
from quizzes.models import QuizPage


@hooks.register("register_admin_urls")
def analysis_urls() -> list[URLPattern]:
    return [
        path("quizzes/analysis/", analysis_views.analyses, name="quiz_analyses"),
        path(
            "quizzes/<int:pk>/analysis/", analysis_views.analysis, name="quiz_analysis"
        ),
    ]


@hooks.register("register_admin_menu_item")
def analysis_menu_item() -> MenuItem:
    return MenuItem(
        _("Câu nào có vấn đề"), reverse("quiz_analyses"), icon_name="view", order=315
    )


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def analysis_button(page: Page, user: User, *_args, **_kwargs) -> Iterator[Button]:
    """On a quiz, beside its other actions."""
    if isinstance(page, QuizPage) and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Câu nào có vấn đề"),
            reverse("quiz_analysis", args=[page.pk]),
            icon_name="view",
            priority=45,
        )


@hooks.register("question_usage")
def usage_in_quizzes(questions: Sequence[Question]) -> dict[int, Usage]:
    return usage_of(questions)


@hooks.register("question_usage_panel")
def places_in_quizzes(request: HttpRequest, question: Question) -> SafeString:
    """On the page of a question: which quizzes, how often, how well."""
    places = [
        (place, is_trainer_of(request.user, place.quiz))
        for place in places_of(question)
    ]
    context = {
        "places": places,
        "regrade_url": analysis_views.regrade_url(question),
    }
    return render_to_string("quizzes/admin/question_usage.html", context, request)
