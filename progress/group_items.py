"""Classes with how much their course asks for."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from courses.models import ActivityPage
from enrolments.models import TrainingClass


def required_items() -> Subquery:
    """How many required activities the course of a class has, to annotate a class."""
    pages = (
        ActivityPage.objects.live()
        .filter(is_required=True, path__startswith=OuterRef("course__path"))
        .order_by()
        .values("is_required")
        .annotate(n=Count("pk"))
    )
    return Coalesce(Subquery(pages.values("n"), output_field=IntegerField()), 0)


def classes_with(pks: Iterable[int] | QuerySet) -> list[TrainingClass]:
    """The classes of these keys with their courses and number of required items."""
    groups = TrainingClass.objects.filter(pk__in=pks).select_related("course")
    return list(groups.annotate(items=required_items()).order_by("opens_on", "code"))
