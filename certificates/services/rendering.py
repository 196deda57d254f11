"""Rendering: the paper of what stands in the register."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from certificates.models import Certificate
from certificates.paper import Paper
from certificates.services.credentials import queue_credential
from certificates.troubles import NotKept

WRITTEN = [
    *("file", "sha256", "status", "rendered_at"),
    *("trouble", "trouble_detail", "retry_at"),
]


@transaction.atomic
def render(*, certificate: Certificate, at: datetime) -> bool:
    """Draw the paper of a pending certificate and make it ready; True when this did it.

    Safe with many workers: whoever holds the row draws, the others leave. The file is
    there before anybody sees the row say so, and a ready paper is never drawn again. A
    worker killed in between leaves the row pending, and the file is written anew. The
    row is written just before the file, so that a worker whose connection died, and
    with it its hold of the row, never touches the file that another one made.
    """
    line = (
        Certificate.objects.select_for_update(skip_locked=True, no_key=True)
        .pending()
        .filter(pk=certificate.pk)
        .first()
    )
    if line is None:
        return False
    content = draw(line)
    line.sha256 = hashlib.sha256(content).hexdigest()
    line.file = _name_of(line)
    line.status = Certificate.Status.READY
    line.rendered_at = at
    line.trouble = line.trouble_detail = ""
    line.retry_at = None
    line.save(update_fields=WRITTEN)
    _store(line, content)
    queue_credential(line)
    return True


def draw(certificate: Certificate) -> bytes:
    """The PDF of a certificate from what was frozen in it, signed where it must be.

    Raises KeyUnavailableError: who is to sign and cannot leaves no unsigned paper.
    """
    from certificates import press, seals  # load Pango, which only drawing needs

    paper, name = paper_of(certificate), certificate.facts.get("key")
    if not name:
        return press.draw(paper)
    key = seals.key_named(name)
    sealed = replace(paper, token=seals.token(paper.claims, key))
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


def _store(certificate: Certificate, content: bytes) -> None:
    """Write the file; raises NotKept.

    A file of that name can only be what a killed worker left, maybe half of it.
    """
    storage, name = certificate.file.storage, certificate.file.name
    try:
        if storage.exists(name):
            storage.delete(name)
        kept = storage.save(name, ContentFile(content))
    except Exception as error:
        raise NotKept(name) from error
    if kept != name:
        storage.delete(kept)
        raise NotKept(name) from FileExistsError(name)
