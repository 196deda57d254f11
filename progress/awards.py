"""Certificates of a whole class: what is due, awarded one transaction each."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from certificates.models import Certificate
from certificates.services import issue_certificate
from courses.models import CoursePage
from enrolments.models import Enrolment, TrainingClass
from progress.facts import certificate_facts

COURSE = "training_class__course"
AT_ONCE = Q(**{f"{COURSE}__certificate_when": CoursePage.IssueWhen.AT_ONCE})
ON_CLOSING = Q(
    **{f"{COURSE}__certificate_when": CoursePage.IssueWhen.ON_CLOSING},
    training_class__closed_at__isnull=False,
    training_class__decision_on__isnull=False,
) & ~Q(training_class__decision_number="")


def due_awards(*, training_class: TrainingClass | None = None):
    """Enrolments that passed, whose course gives a certificate by now, without one.

    A course that awards on closing waits for the class's decision, number and date.
    """
    due = Enrolment.objects.passed().filter(
        AT_ONCE | ON_CLOSING,
        **{
            f"{COURSE}__issuer__isnull": False,
            f"{COURSE}__certificate_template__isnull": False,
        },
        certificate=None,
    )
    if training_class is not None:
        due = due.filter(training_class=training_class)
    return due.order_by("passed_at", "pk")


@transaction.atomic
def award(*, enrolment: Enrolment, at: datetime) -> Certificate | None:
    """Issue the certificate of an enrolment that is due; None when it is not, or no more.

    The facts are those of the day it was earned: when the learner passed or, by
    decision, when the class closed. Safe to call twice.
    """
    locked = (
        due_awards()
        .filter(pk=enrolment.pk)
        .select_for_update(of=("self",))
        .select_related(
            "learner",
            "training_class__course__issuer",
            "training_class__course__certificate_template",
        )
        .first()
    )
    if locked is None:
        return None
    group, course = locked.training_class, locked.training_class.course
    at_once = course.certificate_when == CoursePage.IssueWhen.AT_ONCE
    earned_at = locked.passed_at if at_once else group.closed_at
    locked.certificate = issue_certificate(
        award=locked.uid,
        kind=course.certificate_kind,
        holder=locked.learner,
        issuer=course.issuer,
        facts=certificate_facts(enrolment=locked, at=earned_at),
        at=at,
    )
    locked.save(update_fields=["certificate"])
    return locked.certificate
