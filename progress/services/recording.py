"""Writing down what was learned; the one door is `record_completion`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F, Value
from django.db.models.functions import Extract, Greatest, Least

from agencies.services import agency_named_on
from certificates.services import issue_certificate
from courses.models import ActivityPage
from enrolments.models import Enrolment
from progress.facts import certificate_facts
from progress.models import Completion, QuickFinish, Visit
from progress.services.pacing import note_pace

IDLE = timedelta(minutes=10)  # a gap longer than this is not counted as learning


@dataclass(frozen=True)
class Result:
    """A mark: points in hundredths, and whether the activity's own rule is met."""

    score: int
    max_score: int
    passed: bool


@transaction.atomic(savepoint=False)  # what fails here fails the submission
def record_completion(
    *,
    enrolment: Enrolment,
    activity: ActivityPage,
    occasion: str,
    result: Result | None,
    at: datetime,
    seconds: int | None = None,
    legal_shown: list[dict[str, Any]] | None = None,
) -> Completion:
    """Record that the learner finished an activity; close the enrolment if it was the last.

    The one door for every kind of activity. Safe to call twice: one row per occasion.
    """
    locked = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("learner", "training_class__course__issuer")
        .get(pk=enrolment.pk)
    )
    completion, is_new = Completion.objects.get_or_create(
        enrolment=locked,
        activity=activity,
        occasion=occasion,
        defaults={
            "revision_id": activity.live_revision_id,
            "completed_at": at,
            "score": result.score if result else None,
            "max_score": result.max_score if result else None,
            "passed": result.passed if result else None,
            "seconds": seconds,
            "legal_shown": legal_shown or [],
        },
    )
    if is_new:
        note_pace(completion=completion, minutes=activity.minutes)
        _settle(enrolment=locked, at=at)
    return completion


def _settle(*, enrolment: Enrolment, at: datetime) -> None:
    """Complete and pass the enrolment when the facts now say so."""
    course = enrolment.training_class.course
    required = list(ActivityPage.objects.of(course).required())
    standing = _standing(enrolment)
    if not required or any(a.pk not in standing for a in required):
        return
    results = [standing[a.pk] for a in required]
    fields = []
    if enrolment.completed_at is None:
        _close(enrolment, required=required, at=at)
        fields = [
            "completed_at",
            "ended_at",
            "ended_reason",
            "answering_agency",
            "rule",
        ]
    if enrolment.passed_at is None and all(
        _meets(r, course.minimum_mark) for r in results
    ):
        enrolment.passed_at = at
        # One who passes again after a correction keeps the paper there is.
        enrolment.certificate = _award(enrolment, at=at) or enrolment.certificate
        fields += ["passed_at", "certificate"]
    if fields:
        enrolment.save(update_fields=fields)


def _standing(enrolment: Enrolment) -> dict[int, Completion]:
    """The newest completion of each activity that is not voided."""
    rows = Completion.objects.standing().of(enrolment).order_by("completed_at", "pk")
    return {row.activity_id: row for row in rows}


def _meets(completion: Completion, minimum_mark: int) -> bool:
    """Whether a result meets the course's rule; a lesson has no mark to meet."""
    if completion.passed is None:
        return True
    enough = completion.score * 100 >= minimum_mark * completion.max_score
    return completion.passed and enough


def _close(enrolment: Enrolment, *, required: list[ActivityPage], at: datetime) -> None:
    """Freeze what was demanded and which agency answers for the result."""
    enrolment.completed_at = enrolment.ended_at = at
    enrolment.ended_reason = Enrolment.EndedReason.COMPLETED
    membership = agency_named_on(user=enrolment.learner, at=at)
    enrolment.answering_agency_id = membership.agency_id if membership else None
    enrolment.rule = {
        "required": [{"uid": str(a.uid), "title": a.title} for a in required],
        "minimum_mark": enrolment.training_class.course.minimum_mark,
    }


def _award(enrolment: Enrolment, *, at: datetime):
    """Ask for the certificate, when the course gives one as soon as it is passed."""
    group = enrolment.training_class
    course = group.course
    if (
        not course.gives_certificate
        or course.certificate_when != course.IssueWhen.AT_ONCE
        or group.attendance_minimum
    ):
        return None
    return issue_certificate(
        award=enrolment.uid,
        kind=course.certificate_kind,
        holder=enrolment.learner,
        issuer=course.issuer,
        facts=certificate_facts(enrolment=enrolment, at=at),
        at=at,
    )


@transaction.atomic
def void_completion(*, completion: Completion, reason: str, at: datetime) -> Completion:
    """Take a completion back by a person's decision; the enrolment follows what stands.

    The row stays with its reason. A pass that no longer meets the rule is taken back
    too, and an enrolment with something left to finish is open again, unless its class
    has closed. A certificate is never touched: withdrawing one is a decision of its
    own. Safe to call twice: the first reason stands.
    """
    locked = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("training_class__course")
        .get(pk=completion.enrolment_id)
    )
    row = Completion.objects.get(pk=completion.pk)
    if row.voided_at is not None:
        return row
    row.voided_at, row.void_reason = at, reason
    row.save(update_fields=["voided_at", "void_reason"])
    QuickFinish.objects.filter(completion=row).update(voided_at=at)
    _unsettle(locked)
    return row


def _unsettle(enrolment: Enrolment) -> None:
    """Take from the enrolment what its standing completions no longer bear out."""
    group, standing = enrolment.training_class, _standing(enrolment)
    required = list(ActivityPage.objects.of(group.course).required())
    is_missing = any(a.pk not in standing for a in required)
    results = [standing[a.pk] for a in required if a.pk in standing]
    fields = []
    if is_missing or not all(_meets(r, group.course.minimum_mark) for r in results):
        enrolment.passed_at = None
        fields.append("passed_at")
    if is_missing and enrolment.completed_at is not None and group.closed_at is None:
        fields += _reopen(enrolment)
    enrolment.save(update_fields=fields)


def _reopen(enrolment: Enrolment) -> list[str]:
    """The opposite of _close(); returns the fields to save."""
    enrolment.completed_at = enrolment.answering_agency = enrolment.rule = None
    fields = ["completed_at", "answering_agency", "rule"]
    if enrolment.ended_reason == Enrolment.EndedReason.COMPLETED:
        enrolment.ended_at, enrolment.ended_reason = None, ""
        fields += ["ended_at", "ended_reason"]
    return fields


def record_visit(*, enrolment: Enrolment, activity: ActivityPage, at: datetime) -> None:
    """Note that the learner opened an activity; time between visits counts up to a limit."""
    gap = ExpressionWrapper(Value(at) - F("last_at"), output_field=DurationField())
    counted = Greatest(
        Least(Extract(gap, "epoch"), Value(IDLE.total_seconds())), Value(0.0)
    )
    seen = Visit.objects.filter(enrolment=enrolment, activity=activity)
    updated = seen.update(
        seconds=F("seconds") + counted, last_at=Greatest("last_at", Value(at))
    )
    if not updated:
        Visit.objects.bulk_create(
            [Visit(enrolment=enrolment, activity=activity, first_at=at, last_at=at)],
            ignore_conflicts=True,
        )
