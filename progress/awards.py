"""Certificates of a whole class: what is due, awarded one transaction each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from certificates.models import Certificate
from certificates.services import issue_certificate, queue_rendering
from courses.models import CoursePage
from enrolments.models import Enrolment
from progress.due import due_awards
from progress.facts import certificate_facts


PORTION = 20  # awards whose papers are queued together


def award_all(*, enrolments: Sequence[Enrolment], clock: Callable[[], datetime]) -> int:
    """Award one after the other, queueing their papers in portions; return how many.

    What is killed in between leaves some awarded and not queued: the sweep finds them.
    """
    issued = 0
    for start in range(0, len(enrolments), PORTION):
        portion = enrolments[start : start + PORTION]
        awarded = [award(enrolment=e, at=clock(), is_queued=False) for e in portion]
        new = [certificate for certificate in awarded if certificate is not None]
        queue_rendering(*new)
        issued += len(new)
    return issued


@transaction.atomic
def award(
    *, enrolment: Enrolment, at: datetime, is_queued: bool = True
) -> Certificate | None:
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
        is_queued=is_queued,
    )
    locked.save(update_fields=["certificate"])
    return locked.certificate
