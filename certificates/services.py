"""Issuing: one line in the register, then the paper."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from certificates.models import Certificate, Issuer, Register


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

    Safe to call twice: an award has one valid certificate. The register is the last
    lock of the transaction and is held only to take the number, so that numbers have
    no gaps: a transaction rolled back gives its number back.
    """
    existing = Certificate.objects.filter(award=award, status__in=["pending", "ready"]).first()
    if existing is not None:
        return existing
    year = timezone.localdate(at).year
    Register.objects.get_or_create(issuer=issuer, year=year)
    register = Register.objects.select_for_update().get(issuer=issuer, year=year)
    number = register.next_number
    register.next_number = number + 1
    register.save(update_fields=["next_number"])
    certificate = Certificate.objects.create(
        award=award,
        kind=kind,
        holder=holder,
        register=register,
        number=number,
        serial=f"{number:04d}/{year}/{issuer.code}",
        facts=facts | signature_of(issuer, at),
        issued_at=at,
    )
    queue_rendering(certificate)
    return certificate


def signature_of(issuer: Issuer, at: datetime) -> dict[str, str]:
    """Who signs, as of today; frozen with the other facts."""
    return {
        "issuer": issuer.name,
        "superior": issuer.superior,
        "place": issuer.place,
        "issued_on": timezone.localdate(at).isoformat(),
        "signer_capacity": issuer.signer_capacity,
        "signer_title": issuer.signer_title,
        "signer_name": issuer.signer_name,
    }


def queue_rendering(certificate: Certificate) -> None:
    """Ask a worker for the paper once this is committed; the sweep is the guarantee."""
    send = partial(
        current_app.send_task, "certificates.render_certificate", args=[certificate.pk]
    )
    transaction.on_commit(send, robust=True)
