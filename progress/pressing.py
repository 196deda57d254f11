"""Reasons for a word before it is too late: near the deadline, failed twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import (
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from enrolments.models import Extension
from enrolments.querysets import end_of
from progress.models import Completion

NEAR = timedelta(days=3)  # before the deadline, with something left to do


FAILURES = 2


def pressing(on: date) -> Q:
    """Still learning, but due within three days, or one test failed twice."""
    end = end_of(on)
    extended = Extension.objects.filter(enrolment=OuterRef("pk"))
    near = Q(training_class__due_on__range=(on, on + NEAR)) & ~Exists(extended)
    unfinished = Q(completed_at=None) | Q(completed_at__gte=end)
    return running(on) & unfinished & (near | Q(pk__in=failed_twice(on)))


def running(on: date) -> Q:
    """In a class that has opened by the day's end and not closed: there is time left."""
    closed = Q(training_class__closed_at__lt=end_of(on))
    return Q(training_class__opens_on__lte=on) & ~closed


def failed_twice(on: date) -> QuerySet:
    """Keys of the enrolments in which one test was failed twice by that day."""
    end = end_of(on)
    rows = Completion.objects.filter(
        Q(voided_at=None) | Q(voided_at__gte=end), passed=False, completed_at__lt=end
    )
    counted = rows.order_by().values("enrolment", "activity").annotate(n=Count("pk"))
    return counted.filter(n__gte=FAILURES).values_list("enrolment", flat=True)


def failures(end: datetime) -> Subquery:
    """How often the learner failed the test that was failed most often."""
    rows = Completion.objects.filter(
        Q(voided_at=None) | Q(voided_at__gte=end),
        enrolment=OuterRef("pk"),
        passed=False,
        completed_at__lt=end,
    )
    counted = rows.order_by().values("activity").annotate(n=Count("pk"))
    most = counted.order_by("-n").values("n")[:1]
    return Coalesce(Subquery(most, output_field=IntegerField()), 0)
