"""Rendering: the paper of what stands in the register."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from datetime import datetime, timedelta

from celery import current_app
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from certificates.models import Certificate
from certificates.paper import Paper
from certificates.services.credentials import queue_credential

log = logging.getLogger(__name__)

GRACE = timedelta(seconds=20)  # what a queued task may take before the sweep helps
SWEEP_LIMIT = 60  # papers a sweep looks at: done before the next, so new awards go on


def queue_rendering(certificate: Certificate) -> None:
    """Ask a worker for the paper once this is committed; the sweep is the guarantee."""

    def send() -> None:  # a partial has no __qualname__, which Django logs on failure
        current_app.send_task("certificates.render_certificate", args=[certificate.pk])

    transaction.on_commit(send, robust=True)


@transaction.atomic
def render(*, certificate: Certificate, at: datetime) -> bool:
    """Draw the paper of a pending certificate and make it ready; True when this did it.

    Safe with many workers: whoever holds the row draws, the others leave. The file is
    there before the row says so, and a ready paper is never drawn again. A worker
    killed in between leaves the row pending, and the file is written anew.
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
    line.file = _store(line, content)
    line.status = Certificate.Status.READY
    line.rendered_at = at
    line.save(update_fields=["file", "sha256", "status", "rendered_at"])
    queue_credential(line)
    return True


def try_to_render(*, certificate: Certificate, at: datetime) -> bool:
    """Render, and leave a failure to the log and the next sweep."""
    try:
        return render(certificate=certificate, at=at)
    except Exception:
        log.exception(
            "certificate %s was not drawn; the sweep tries again", certificate
        )
        return False


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


def _store(certificate: Certificate, content: bytes) -> str:
    """Write the file of an award, of which there is one; return its name.

    A file of that name can only be what a killed worker left, maybe half of it.
    """
    storage = certificate.file.storage
    year = timezone.localdate(certificate.issued_at).year
    name = f"certificates/{year}/{certificate.uid}.pdf"
    if storage.exists(name):
        storage.delete(name)
    return storage.save(name, ContentFile(content))


def render_pending(*, at: datetime, grace: timedelta = GRACE) -> int:
    """Draw the papers whose task was lost or failed; return how many became ready.

    One that fails is logged with its serial and does not stop the others.
    """
    behind = Certificate.objects.left_behind(before=at - grace)[:SWEEP_LIMIT]
    return sum(try_to_render(certificate=certificate, at=at) for certificate in behind)
