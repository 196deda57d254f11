"""The queue of essays: what waits for whom, the oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from accounts.models import User
from quizzes.marks.reach import trained_quizzes
from quizzes.models import Marking, Response


class Stage(IntEnum):
    """How many have marked an essay that has no points yet."""

    FIRST = 0
    SECOND = 1
    AGREE = 2


@dataclass(frozen=True)
class Pile:
    """What waits of one class at one quiz."""

    class_code: str
    class_title: str
    class_uid: str
    quiz_title: str
    quiz_pk: int
    waiting: int
    agreeing: int
    mine: int
    oldest: datetime


def waiting_for(user: User) -> QuerySet[Response]:
    """Essays of submitted attempts without points, in the user's courses.

    Annotated with `stage` and with `is_mine`: whether the user may mark it now, having
    not marked it before.
    """
    own = Marking.objects.filter(response=OuterRef("pk"), marked_by=user)
    return (
        Response.objects.filter(
            attempt__quiz__in=trained_quizzes(user),
            attempt__submitted_at__isnull=False,
            attempt__score=None,
            points=None,
        )
        .annotate(stage=Count("markings"))
        .annotate(is_mine=Q(stage__lt=Stage.AGREE) & ~Exists(own))
        .order_by("attempt__submitted_at", "pk")
    )


def piles_for(user: User) -> list[Pile]:
    """By class and quiz, the one that has waited longest first."""
    group = "attempt__enrolment__training_class"
    own = Marking.objects.filter(response=OuterRef("pk"), marked_by=user)
    marked = Response.objects.filter(pk=OuterRef("pk")).annotate(n=Count("markings"))
    base = Response.objects.filter(pk__in=waiting_for(user).order_by().values("pk"))
    rows = (
        base.annotate(
            has_own=Exists(own), is_split=Exists(marked.filter(n=Stage.AGREE))
        )
        .order_by()
        .values(
            class_code=F(f"{group}__code"),
            class_title=F(f"{group}__title"),
            class_uid=F(f"{group}__uid"),
            quiz_title=F("attempt__quiz__title"),
            quiz_pk=F("attempt__quiz"),
        )
        .annotate(
            waiting=Count("pk"),
            agreeing=Count("pk", filter=Q(is_split=True)),
            mine=Count("pk", filter=Q(has_own=False, is_split=False)),
            oldest=Min("attempt__submitted_at"),
        )
        .order_by("oldest", "quiz_pk")
    )
    return [Pile(**row) for row in rows]
