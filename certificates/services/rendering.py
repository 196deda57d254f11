"""Rendering: the paper of what stands in the register."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.utils import timezone

from certificates.durable import settle
from certificates.models import Certificate
from certificates.paper import Paper
from certificates.troubles import NotKept


def render(*, certificate: Certificate, at: datetime) -> bool:
    """Draw the paper of a pending certificate and make it ready; True when this did it.

    Safe with many workers: of two that drew the same one, the first to write the row
    keeps its file. A ready paper is never touched again, and a worker killed in between
    leaves the row pending and the file to be written anew.
    """
    if certificate.status != Certificate.Status.PENDING:
        return False
    return _keep(certificate, draw(certificate), at)


@transaction.atomic
def _keep(certificate: Certificate, content: bytes, at: datetime) -> bool:
    """Write the row, then the file, and commit: nobody sees a ready row without file.

    The row is first, so that a worker whose connection died never touches the file that
    another one made; and it is held until the file is there.
    """
    name = _name_of(certificate)
    is_ours = (
        Certificate.objects.pending()
        .filter(pk=certificate.pk)
        .update(
            status=Certificate.Status.READY,
            file=name,
            sha256=hashlib.sha256(content).hexdigest(),
            rendered_at=at,
            trouble="",
            trouble_detail="",
            retry_at=None,
        )
    )
    if is_ours:
        _store(certificate.file.storage, name, content)
    return bool(is_ours)


def draw(certificate: Certificate) -> bytes:
    """The PDF of a certificate from what was frozen in it, signed where it must be.

    Raises KeyUnavailableError: who is to sign and cannot leaves no unsigned paper.
    """
    from certificates import press, seals  # load Pango, which only drawing needs

    paper, name = paper_of(certificate), certificate.facts.get("key")
    if not name:
        return press.draw(paper)
    key = seals.key_named(name)
    sealed = replace(
        paper, token=seals.token(paper.claims, key), seal_room=seals.room(key)
    )
    return seals.signed(press.draw(sealed), key)


def paper_of(certificate: Certificate) -> Paper:
    """What is printed on the paper of a certificate."""
    return Paper(
        facts=certificate.facts,
        serial=certificate.serial,
        code=certificate.code,
        verify_url=certificate.verify_url,
    )


def _name_of(certificate: Certificate) -> str:
    """The file of an award, of which there is one."""
    year = timezone.localdate(certificate.issued_at).year
    return f"certificates/{year}/{certificate.uid}.pdf"


def _store(storage: Storage, name: str, content: bytes) -> None:
    """Write the file, so that it outlives a power cut; raises NotKept.

    A file of that name can only be what a killed worker left, maybe half of it.
    """
    try:
        if storage.exists(name):
            storage.delete(name)
        kept = storage.save(name, ContentFile(content))
        settle(Path(storage.path(kept)))
    except Exception as error:
        raise NotKept(name) from error
    if kept != name:
        storage.delete(kept)
        raise NotKept(name) from FileExistsError(name)
