"""Certificates of a whole class: what is due, awarded a portion at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from agencies.services import Posting, agencies_named_on
from certificates.models import Certificate
from certificates.services import issue_certificate, queue_rendering
from courses.models import CoursePage
from enrolments.models import Enrolment
from progress.due import due_awards
from progress.facts import certificate_facts

log = logging.getLogger(__name__)

Postings = dict[date, dict[int, Posting]]

PORTION = 20  # awards of a transaction, whose papers are queued together


def award_all(*, enrolments: Sequence[Enrolment], clock: Callable[[], datetime]) -> int:
    """Award one portion after the other; return how many got a certificate.

    What cannot be awarded is logged and holds up nobody: its portion is taken apart.
    """
    issued = 0
    for start in range(0, len(enrolments), PORTION):
        portion = enrolments[start : start + PORTION]
        try:
            issued += len(award(enrolments=portion, at=clock()))
        except (OperationalError, InterfaceError):
            raise  # the database is away: the next round goes on
        except Exception:
            log.exception("a portion is awarded one by one")
            issued += sum(_award_alone(one, clock()) for one in portion)
    return issued


def _award_alone(enrolment: Enrolment, at: datetime) -> int:
    try:
        return len(award(enrolments=[enrolment], at=at))
    except Exception:
        log.exception("enrolment %s was not awarded", enrolment.pk)
        return 0


@transaction.atomic
def award(*, enrolments: Sequence[Enrolment], at: datetime) -> list[Certificate]:
    """Issue the certificates of those enrolments that are due; the others are left.

    The facts are those of the day it was earned: when the learner passed or, by
    decision, when the class closed. All or none, and safe to call twice.
    """
    locked = list(
        due_awards()
        .filter(pk__in=[enrolment.pk for enrolment in enrolments])
        .select_for_update(of=("self",))
        .select_related(
            "learner",
            "training_class__course__issuer",
            "training_class__course__certificate_template",
        )
    )
    postings = _postings(locked)
    for enrolment in locked:
        enrolment.certificate = _issue(enrolment, postings, at)
    Enrolment.objects.bulk_update(locked, ["certificate"])
    issued = [enrolment.certificate for enrolment in locked]
    if issued:
        queue_rendering(*issued)
    return issued


def _issue(enrolment: Enrolment, postings: Postings, at: datetime) -> Certificate:
    course, earned_at = enrolment.training_class.course, _earned_at(enrolment)
    posts = postings[timezone.localdate(earned_at)]
    return issue_certificate(
        award=enrolment.uid,
        kind=course.certificate_kind,
        holder=enrolment.learner,
        issuer=course.issuer,
        facts=certificate_facts(enrolment=enrolment, at=earned_at, posts=posts),
        at=at,
        is_queued=False,
    )


def _earned_at(enrolment: Enrolment) -> datetime:
    group = enrolment.training_class
    awards_at_once = group.course.certificate_when == CoursePage.IssueWhen.AT_ONCE
    at_once = awards_at_once and not group.attendance_minimum
    return enrolment.passed_at if at_once else group.closed_at


def _postings(enrolments: list[Enrolment]) -> Postings:
    """Where each worked on the day it was earned: by day, then by person."""
    people: dict[date, list[int]] = {}
    for enrolment in enrolments:
        day = timezone.localdate(_earned_at(enrolment))
        people.setdefault(day, []).append(enrolment.learner_id)
    return {day: agencies_named_on(users=them, day=day) for day, them in people.items()}
