"""Signing badges and their status lists: by the worker, which has the keys."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.queueing import ask_workers
from certificates.credentials import addresses
from certificates.credentials.badge import Award, badge
from certificates.credentials.status import (
    RENEWED_AFTER,
    encoded,
    length_for,
    status_list,
)
from certificates.models import Certificate, Credential, Register, StatusList

LEFT = [Certificate.Status.SUPERSEDED, Certificate.Status.REVOKED]


def queue_credential(certificate: Certificate) -> None:
    """Ask a worker for the badge of a signed paper; the sweep is the guarantee."""
    if certificate.facts.get("key"):
        ask_workers("certificates.sign_credential", [certificate.pk])


def queue_status_list(register: Register) -> None:
    """Ask a worker to say of a register what no longer stands."""
    if StatusList.objects.filter(register=register).exists():
        ask_workers("certificates.sign_status_list", [register.pk])


@transaction.atomic
def sign_credential(*, certificate: Certificate, at: datetime) -> Credential | None:
    """Sign the badge of a ready certificate, once; None where its paper is not signed.

    Safe twice and with many workers: the certificate's row is held. Two that draw the
    same index at the same moment fail by the constraint, and the sweep draws anew.
    Raises KeyUnavailableError.
    """
    from certificates import seals  # loads pyHanko, which only signing needs
    from certificates.credentials.signing import in_both_forms

    line = (
        Certificate.objects.select_for_update(no_key=True, of=["self"])
        .select_related("holder", "register__issuer")
        .get(pk=certificate.pk)
    )
    if existing := Credential.objects.filter(certificate=line).first():
        return existing
    if not (line.is_ready and line.facts.get("key")):
        return None
    key = seals.key_named(line.facts["key"])
    listed = sign_status_list(register=line.register, at=at)
    award = _award(line, listed)
    method = addresses.method_of(listed.issuer_code, key.name)
    jwt, document = in_both_forms(lambda form: badge(award, form), key, method, at)
    return Credential.objects.create(
        certificate=line,
        status_list=listed,
        index=award.index,
        key=key.name,
        jwt=jwt,
        document=document,
        signed_at=at,
    )


def _award(line: Certificate, listed: StatusList) -> Award:
    return Award(
        facts=line.facts,
        kind=line.kind,
        serial=line.serial,
        code=line.code,
        email=line.holder.email or "",
        issued_at=line.issued_at,
        issuer_code=listed.issuer_code,
        year=line.register.year,
        index=_free_index(listed),
        salt=secrets.token_hex(16),
    )


def _free_index(listed: StatusList) -> int:
    """A random place: the next in order would tell when, and of whom, a bit is."""
    length = length_for(listed.credentials.count() + 1)
    index = secrets.randbelow(length)
    while listed.credentials.filter(index=index).exists():
        index = secrets.randbelow(length)
    return index


@transaction.atomic
def sign_status_list(*, register: Register, at: datetime) -> StatusList:
    """Bring a register's list up to what stands; signs only where something changed.

    Replaced and revoked ones are both listed as revoked: neither comes back, and the
    page of the code says which it was. Raises KeyUnavailableError.
    """
    StatusList.objects.get_or_create(
        register=register, defaults={"issuer_code": register.issuer.code}
    )
    listed = StatusList.objects.select_for_update(no_key=True).get(register=register)
    bits = _bits_of(listed)
    if not _is_due(listed, bits, at):
        return listed
    _sign(listed, bits, at)
    listed.save(update_fields=["key", "bits", "jwt", "document", "signed_at"])
    return listed


def _bits_of(listed: StatusList) -> str:
    left = listed.credentials.filter(certificate__status__in=LEFT)
    length = length_for(listed.credentials.count())
    return encoded(left.values_list("index", flat=True), length=length)


def _is_due(listed: StatusList, bits: str, at: datetime) -> bool:
    old = listed.signed_at is None or at - listed.signed_at >= RENEWED_AFTER
    return old or bits != listed.bits


def _sign(listed: StatusList, bits: str, at: datetime) -> None:
    from certificates import seals
    from certificates.credentials.signing import in_both_forms

    def said(form: str) -> dict[str, Any]:
        year = listed.register.year
        return status_list(
            bits, issuer_code=listed.issuer_code, year=year, form=form, at=at
        )

    key = seals.key_named(_key_name(listed))
    method = addresses.method_of(listed.issuer_code, key.name)
    listed.jwt, listed.document = in_both_forms(said, key, method, at)
    listed.key, listed.bits, listed.signed_at = key.name, bits, at


def _key_name(listed: StatusList) -> str:
    """The issuer's key of today; without one, that of its last signed paper."""
    if name := listed.register.issuer.key_name:
        return name
    signed = listed.register.certificates.exclude(facts__key="")
    return signed.order_by("-number").values_list("facts__key", flat=True).first() or ""


def keys_of(issuer_code: str) -> Iterable[str]:
    """The names of the keys that signed in this issuer's name."""
    lists = StatusList.objects.filter(issuer_code=issuer_code)
    badges = Credential.objects.filter(status_list__issuer_code=issuer_code)
    names = lists.values_list("key", flat=True).union(
        badges.values_list("key", flat=True)
    )
    return sorted(names)
