"""Issuing: the next number of the register, and a line of the book for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from certificates import rules
from certificates.models import Certificate, Issuer, Register, RegisterEntry
from certificates.services.attempting import queue_rendering
from certificates.services.book import Draft, write_lines


@transaction.atomic
def issue_certificate(
    *,
    award: UUID,
    kind: str,
    holder: User,
    issuer: Issuer,
    facts: dict[str, Any],
    at: datetime,
    is_queued: bool = True,
) -> Certificate:
    """Take the next number of the register for an award and queue its paper.

    Who issues many at once queues them together instead (`queue_rendering`).

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
    if is_queued:
        queue_rendering(certificate)
    return certificate


def next_certificate(
    *,
    register: Register,
    issuer: Issuer,
    facts: dict[str, Any],
    at: datetime,
    remark: str = "",
    **fields: Any,
) -> Certificate:
    """A certificate with the next number of a register that the caller has locked.

    The caller writes its line, which saves the register.
    """
    certificate = Certificate.objects.create(
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
    facts: dict[str, Any], issuer: Issuer, at: datetime, remark: str = ""
) -> dict[str, Any]:
    """All that a paper says: what the course knows, who signs, until when it holds.

    A paper in the place of another is valid no longer than that one.
    """
    signed = facts | signature_of(issuer, at)
    until = rules.lasting(facts, timezone.localdate(at))
    return rules.remarked(until | signed, remark)


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
