"""Whose marks a trainer may touch: those of the quizzes he or she may edit."""

from __future__ import annotations

from django.db.models import QuerySet
from wagtail.permission_policies.pages import PagePermissionPolicy

from accounts.models import User
from quizzes.models import Attempt, KeyCorrection, QuizPage, Regrade, Response


def trained_quizzes(user: User) -> QuerySet[QuizPage]:
    """Quizzes of the courses whose pages the user may edit in Wagtail."""
    pages = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    return QuizPage.objects.filter(pk__in=pages.order_by().values("pk"))


def attempts_for(user: User) -> QuerySet[Attempt]:
    return Attempt.objects.filter(quiz__in=trained_quizzes(user))


def responses_for(user: User) -> QuerySet[Response]:
    return Response.objects.filter(attempt__quiz__in=trained_quizzes(user))


def regrades_for(user: User) -> QuerySet[Regrade]:
    return Regrade.objects.filter(attempt__quiz__in=trained_quizzes(user))


def corrections_for(user: User) -> QuerySet[KeyCorrection]:
    """Those the user made, and those that changed a sitting in the user's courses."""
    mine = KeyCorrection.objects.filter(by=user)
    theirs = KeyCorrection.objects.filter(
        pk__in=regrades_for(user).order_by().values("correction")
    )
    return mine | theirs
