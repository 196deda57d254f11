"""Certificates of a whole class: what is due, awarded one transaction each."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from certificates.models import Certificate
from certificates.services import issue_certificate
from courses.models import CoursePage
from enrolments.models import Enrolment
from progress.due import due_awards
from progress.facts import certificate_facts


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
    awards_at_once = course.certificate_when == CoursePage.IssueWhen.AT_ONCE
    at_once = awards_at_once and not group.attendance_minimum
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
