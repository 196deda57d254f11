"""Issuing: the next number of the register, and a line of the book for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from certificates.models import Certificate, Issuer, Register, RegisterEntry
from certificates.services.book import Draft, write_lines
from certificates.services.rendering import queue_rendering


@transaction.atomic
def issue_certificate(
    *,
    award: UUID,
    kind: str,
    holder: User,
    issuer: Issuer,
    facts: dict[str, Any],
    at: datetime,
) -> Certificate:
    """Take the next number of the register for an award and queue its paper.

    Safe to call twice, also at the same moment: an award has one valid certificate.
    The register is the last lock of the transaction, taken only for the number, so
    that numbers have no gaps: a transaction rolled back gives its number back.
    """
    standing = Certificate.objects.standing_for(award)
    if existing := standing.first():
        return existing
    register = locked_register(issuer, timezone.localdate(at).year)
    if existing := standing.all().first():  # issued while we waited for the register
        return existing
    certificate = Certificate.objects.create(
        award=award,
        kind=kind,
        holder=holder,
        register=register,
        number=register.next_number,
        serial=f"{register.next_number:04d}/{register.year}/{issuer.code}",
        facts=facts | signature_of(issuer, at),
        issued_at=at,
    )
    register.next_number += 1
    write_lines(register, [Draft(certificate, RegisterEntry.Action.ISSUED, at)])
    queue_rendering(certificate)
    return certificate


def locked_register(issuer: Issuer, year: int) -> Register:
    """The issuer's book of a year, ours until the transaction ends."""
    registers = Register.objects.select_for_update()
    register = registers.filter(issuer=issuer, year=year).first()
    if register is None:
        Register.objects.get_or_create(issuer=issuer, year=year)
        register = registers.get(issuer=issuer, year=year)
    return register


def signature_of(issuer: Issuer, at: datetime) -> dict[str, Any]:
    """Who signs, as of today; frozen with the other facts."""
    return issuer.as_facts(on=timezone.localdate(at))
