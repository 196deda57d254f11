"""Issuing: the next number of the register, and a line of the book for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from certificates import remarks, rules
from certificates.models import Certificate, Issuer, Register, RegisterEntry
from certificates.services.attempting import queue_rendering
from certificates.services.book import Draft, write_lines

STANDING = [Certificate.Status.PENDING, Certificate.Status.READY]


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
    certificate = next_certificate(
        register=register,
        issuer=issuer,
        facts=facts,
        at=at,
        award=award,
        kind=kind,
        holder=holder,
    )
    write_lines(register, [Draft(certificate, RegisterEntry.Action.ISSUED, at)])
    queue_rendering(certificate)
    return certificate


@dataclass(frozen=True)
class Award:
    """What a certificate is to be issued for, when many are issued together."""

    award: UUID
    kind: str
    holder: User
    facts: dict[str, Any]


@transaction.atomic
def issue_many(
    *, awards: Sequence[Award], issuer: Issuer, at: datetime
) -> dict[UUID, Certificate]:
    """`issue_certificate` for many of one issuer, all or none, with few statements."""
    register = locked_register(issuer, timezone.localdate(at).year)
    asked = [award.award for award in awards]
    standing = Certificate.objects.filter(award__in=asked, status__in=STANDING)
    issued = {certificate.award: certificate for certificate in standing}
    new = [
        numbered(
            register=register,
            issuer=issuer,
            facts=award.facts,
            at=at,
            award=award.award,
            kind=award.kind,
            holder=award.holder,
        )
        for award in awards
        if award.award not in issued
    ]
    Certificate.objects.bulk_create(new)
    write_lines(register, [Draft(c, RegisterEntry.Action.ISSUED, at) for c in new])
    queue_rendering(*new)
    return issued | {certificate.award: certificate for certificate in new}


def next_certificate(**said: Any) -> Certificate:
    """A certificate with the next number of a register that the caller has locked.

    The caller writes its line, which saves the register.
    """
    certificate = numbered(**said)
    certificate.save(force_insert=True)
    return certificate


def numbered(
    *,
    register: Register,
    issuer: Issuer,
    facts: dict[str, Any],
    at: datetime,
    remark: remarks.Remark | None = None,
    **fields: Any,
) -> Certificate:
    """The same, not saved yet."""
    certificate = Certificate(
        register=register,
        number=register.next_number,
        serial=f"{register.next_number:04d}/{register.year}/{issuer.code}",
        facts=frozen(facts, issuer, at, remark),
        issued_at=at,
        **fields,
    )
    register.next_number += 1
    return certificate


def frozen(
    facts: dict[str, Any],
    issuer: Issuer,
    at: datetime,
    remark: remarks.Remark | None = None,
) -> dict[str, Any]:
    """All that a paper says: what the course knows, who signs, until when it holds.

    A paper in the place of another is valid no longer than that one.
    """
    signed = facts | signature_of(issuer, at)
    until = rules.lasting(facts, timezone.localdate(at))
    return remarks.remarked(until | signed, remark)


def locked_register(issuer: Issuer, year: int) -> Register:
    """The issuer's book of a year, ours until the transaction ends."""
    registers = Register.objects.select_for_update()
    register = registers.filter(issuer=issuer, year=year).first()
    if register is None:
        Register.objects.get_or_create(issuer=issuer, year=year)
        register = registers.get(issuer=issuer, year=year)
    return register


def registers_of(register: Register, year: int) -> tuple[Register, Register]:
    """That book and its issuer's book of a year, both ours; the same one in one year.

    Always taken in one order, so that two who replace never wait for each other.
    """
    if register.year == year:
        book = Register.objects.select_for_update().get(pk=register.pk)
        return book, book
    other, _is_new = Register.objects.get_or_create(
        issuer_id=register.issuer_id, year=year
    )
    both = Register.objects.select_for_update().filter(pk__in=[register.pk, other.pk])
    locked = {book.pk: book for book in both.order_by("pk")}
    return locked[register.pk], locked[other.pk]


def signature_of(issuer: Issuer, at: datetime) -> dict[str, Any]:
    """Who signs, as of today; frozen with the other facts."""
    return issuer.as_facts(on=timezone.localdate(at))
