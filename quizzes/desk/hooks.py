"""Registration of the desk in Wagtail's admin; loaded by `quizzes.wagtail_hooks`."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Model
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.widgets import SnippetListingButton

from accounts.models import User
from questions.models import Question
from quizzes.desk import (
    correction_views,
    decision_views,
    essay_views,
    result_views,
    time_views,
    watch_views,
)
from quizzes.marks.reach import trained_quizzes
from quizzes.models import QuizPage


@hooks.register("register_admin_urls")
def desk_urls() -> list:
    essay, result, correction = essay_views, result_views, correction_views
    return [
        path("marks/", essay.QueueView.as_view(), name="marks"),
        path("marks/names/", essay.hide_names, name="marks_names"),
        path(
            "marks/<uuid:group>/<int:quiz>/",
            essay.PileView.as_view(),
            name="marks_pile",
        ),
        path("marks/essay/<uuid:uid>/", essay.EssayView.as_view(), name="marks_essay"),
        path(
            "marks/quiz/<int:quiz>/",
            result.AttemptsView.as_view(),
            name="marks_attempts",
        ),
        path(
            "marks/attempt/<uuid:uid>/",
            result.AttemptView.as_view(),
            name="marks_attempt",
        ),
        path(
            "marks/response/<uuid:uid>/",
            result.ResponseView.as_view(),
            name="response_marks",
        ),
        path(
            "marks/quiz/<int:quiz>/watch/",
            watch_views.WatchView.as_view(),
            name="quiz_watch",
        ),
        path(
            "marks/quiz/<int:quiz>/time/",
            time_views.RoomTimeView.as_view(),
            name="quiz_time",
        ),
        path(
            "marks/watch/<uuid:uid>/",
            time_views.SittingView.as_view(),
            name="watch_sitting",
        ),
        path("keys/", correction.CorrectionsView.as_view(), name="key_corrections"),
        path(
            "keys/question/<int:pk>/",
            correction.CorrectView.as_view(),
            name="question_regrade",
        ),
        path(
            "keys/<uuid:uid>/",
            correction.CorrectionView.as_view(),
            name="key_correction",
        ),
        path(
            "keys/decision/<uuid:uid>/",
            decision_views.DecisionView.as_view(),
            name="regrade_decision",
        ),
    ]


class DeskMenuItem(MenuItem):
    """Shown to whoever has a quiz to look after."""

    def is_shown(self, request: HttpRequest) -> bool:
        return trained_quizzes(request.user).exists()


@hooks.register("register_admin_menu_item")
def desk_menu_item() -> MenuItem:
    return DeskMenuItem(
        gettext_lazy("Chấm bài"),
        reverse("marks"),
        name="marks",
        icon_name="edit",
        order=320,
    )


@hooks.register("register_page_header_buttons")
def watch_button(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Of a quiz that is there already, for whoever may look after it."""
    if (
        isinstance(page, QuizPage)
        and page.pk
        and page.permissions_for_user(user).can_edit()
    ):
        url = reverse("quiz_watch", args=[page.pk])
        yield Button(_("Coi thi"), url, icon_name="view", priority=89)


@hooks.register("register_snippet_listing_buttons")
def correct_key_button(
    snippet: Model, user: User, next_url: str | None = None
) -> Iterator[SnippetListingButton]:
    """Beside each question of the bank; the page itself says when it was never asked."""
    is_changeable = getattr(snippet, "is_changeable", True)  # as the list found it
    may = is_changeable and user.has_perm("questions.change_question")
    if may and isinstance(snippet, Question):
        yield SnippetListingButton(
            _("Sửa đáp án"),
            reverse("question_regrade", args=[snippet.pk]),
            icon_name="rotate",
            priority=60,
        )
