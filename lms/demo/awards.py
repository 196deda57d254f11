"""Certificates for who has passed: numbered in the order of passing, without gaps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from certificates.models import Certificate, Issuer, Register, RegisterEntry
from certificates.services import Draft, frozen, locked_register, write_lines
from courses.models import CoursePage
from enrolments.models import Enrolment
from progress.facts import certificate_facts


@transaction.atomic
def issue_all(*, class_codes: Sequence[str]) -> int:
    """Enter everybody of the classes who passed into the register; return how many.

    Their papers stay pending: the sweep of a running worker renders them. Safe to
    call twice: who has a certificate is passed over.
    """
    due = list(
        Enrolment.objects.passed()
        .filter(training_class__code__in=class_codes, certificate=None)
        .select_related(
            "learner",
            "training_class__course__issuer",
            "training_class__course__certificate_template",
        )
        .order_by("passed_at", "pk")
    )
    due = [enrolment for enrolment in due if _is_due(enrolment.training_class.course)]
    for (issuer, year), enrolments in groupby(due, key=_book):
        _enter(list(enrolments), issuer, year)
    return len(due)


def _is_due(course: CoursePage) -> bool:
    at_once = course.certificate_when == course.IssueWhen.AT_ONCE
    return course.gives_certificate and at_once


def _book(enrolment: Enrolment) -> tuple[Issuer, int]:
    return (
        enrolment.training_class.course.issuer,
        timezone.localdate(enrolment.passed_at).year,
    )


def _enter(enrolments: list[Enrolment], issuer: Issuer, year: int) -> None:
    """Write one run of lines into the register of an issuer and year."""
    facts = [certificate_facts(enrolment=e, at=e.passed_at) for e in enrolments]
    register = locked_register(issuer, year)
    certificates = [
        _line(register, register.next_number + n, enrolment, facts[n], issuer)
        for n, enrolment in enumerate(enrolments)
    ]
    Certificate.objects.bulk_create(certificates, batch_size=500)
    for enrolment, certificate in zip(enrolments, certificates, strict=True):
        enrolment.certificate = certificate
    Enrolment.objects.bulk_update(enrolments, ["certificate"], batch_size=500)
    register.next_number += len(certificates)
    issued = RegisterEntry.Action.ISSUED
    write_lines(register, [Draft(c, issued, c.issued_at) for c in certificates])


def _line(
    register: Register, number: int, enrolment: Enrolment, facts: dict, issuer: Issuer
) -> Certificate:
    return Certificate(
        award=enrolment.uid,
        kind=enrolment.training_class.course.certificate_kind,
        holder=enrolment.learner,
        register=register,
        number=number,
        serial=f"{number:04d}/{register.year}/{issuer.code}",
        facts=frozen(facts, issuer, enrolment.passed_at),
        issued_at=enrolment.passed_at,
    )
