"""Trying: many papers in one task, each for itself; what fails waits and is told why.

A try is counted before it begins. So a paper that fells its worker is known by its
count: it waits longer each time, and the sweep tries it by itself.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from accounts.queueing import ask_workers
from certificates.models import Certificate
from certificates.querysets import CertificateQuerySet
from certificates.services.credentials import queue_credential
from certificates.services.rendering import render
from certificates.troubles import Failure, Trouble, failure_of, pause

log = logging.getLogger(__name__)

PORTION = 20  # papers of a task: a class needs few messages, and a mail waits a second
GRACE = timedelta(seconds=20)  # what a queued task may take before the sweep helps
SWEEP_LIMIT = 200  # papers a sweep looks at: done before the next, so new awards go on


def queue_rendering(*certificates: Certificate) -> None:
    """Ask the workers for papers once this is committed; the sweep is the guarantee."""
    keys = [certificate.pk for certificate in certificates]
    portions = [keys[n : n + PORTION] for n in range(0, len(keys), PORTION)]
    ask_workers("certificates.render_certificates", *([keys] for keys in portions))


def render_many(*, keys: Sequence[int], at: datetime) -> int:
    """Draw those of the certificates that are due; return how many became ready."""
    asked = Certificate.objects.due(at=at).filter(pk__in=keys)
    return _attempt(_claimed(asked, at), at)


def try_to_render(*, certificate: Certificate, at: datetime) -> bool:
    """Render now, also in the pause after a failure; a new failure is only noted."""
    asked = Certificate.objects.pending().filter(pk=certificate.pk)
    return _attempt(_claimed(asked, at), at) == 1


def render_pending(*, at: datetime, grace: timedelta = GRACE) -> int:
    """Draw the papers whose task was lost or failed; return how many became ready."""
    behind = Certificate.objects.left_behind(at=at, before=at - grace)
    keys = list(behind.values_list("pk", flat=True)[:SWEEP_LIMIT])
    return sum(render_many(keys=[key], at=at) for key in keys)


def try_again(*, certificates: Iterable[Certificate]) -> int:
    """End the pause of certificates without a paper and queue them; return how many."""
    keys = [certificate.pk for certificate in certificates]
    waiting = list(Certificate.objects.pending().filter(pk__in=keys).order_by("pk"))
    Certificate.objects.pending().filter(pk__in=keys).update(retry_at=None)
    queue_rendering(*waiting)
    return len(waiting)


@transaction.atomic
def _claimed(asked: CertificateQuerySet, at: datetime) -> list[Certificate]:
    """Count a try of those that nobody is at, and let no other worker begin one."""
    free = asked.select_for_update(skip_locked=True, no_key=True).order_by("pk")
    claimed = list(free)
    for certificate in claimed:
        certificate.attempts += 1
        certificate.retry_at = at + pause(certificate.attempts)
    for attempts in {certificate.attempts for certificate in claimed}:
        same = [c.pk for c in claimed if c.attempts == attempts]
        Certificate.objects.filter(pk__in=same).update(
            attempts=attempts, retry_at=at + pause(attempts)
        )
    return claimed


def _attempt(certificates: list[Certificate], at: datetime) -> int:
    """Draw one after the other; what fails is noted and does not stop the others."""
    ready = 0
    for certificate in certificates:
        try:
            if render(certificate=certificate, at=at):
                ready += 1
                if len(certificates) == 1:  # of a class the sweep signs the badges
                    queue_credential(certificate)
        except Exception as error:
            failure = failure_of(error)
            known = failure.trouble != Trouble.OTHER
            log.error(
                "certificate %s was not drawn: %s %s",
                certificate,
                failure.trouble,
                failure.detail,
                exc_info=None if known else error,
            )
            _note(certificate, failure, at)
    return ready


def _note(certificate: Certificate, failure: Failure, at: datetime) -> None:
    Certificate.objects.pending().filter(pk=certificate.pk).update(
        trouble=failure.trouble,
        trouble_detail=failure.detail,
        retry_at=at + failure.pause(certificate.attempts),
    )
