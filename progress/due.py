"""Whose certificate is due: who passed, by the course's own rule of when."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from courses.models import CoursePage
from enrolments.models import Enrolment, TrainingClass

COURSE = "training_class__course"
AT_ONCE = Q(
    **{f"{COURSE}__certificate_when": CoursePage.IssueWhen.AT_ONCE},
    training_class__attendance_minimum=0,
)
DECIDED = Q(
    training_class__closed_at__isnull=False,
    training_class__decision_on__isnull=False,
) & ~Q(training_class__decision_number="")


def due_awards(*, training_class: TrainingClass | None = None) -> QuerySet[Enrolment]:
    """Enrolments that passed, whose course gives a certificate by now, without one.

    A course that awards on closing waits for the class's decision, number and date; so
    does every class with meetings that must be attended, and who was there too seldom
    gets none.
    """
    judged = Enrolment.objects.passed().with_attendance(at=timezone.now())
    due = judged.filter(
        AT_ONCE | DECIDED,
        attends_enough=True,
        **{
            f"{COURSE}__issuer__isnull": False,
            f"{COURSE}__certificate_template__isnull": False,
        },
        certificate=None,
    )
    if training_class is not None:
        due = due.filter(training_class=training_class)
    return due.order_by("passed_at", "pk")
