"""The sweep over badges and status lists: what was lost or failed, each for itself.

What fails is left alone for a while, twice as long after each try, so that it neither
stands in the way of the others nor fills the log. The pauses are kept in the cache:
when they are forgotten there is one more try.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice

from django.core.cache import cache

from certificates.models import Certificate, StatusList
from certificates.services.credentials import sign_credential, sign_status_list
from certificates.troubles import LONGEST, pause

log = logging.getLogger(__name__)

SWEEP_LIMIT = 500  # badges a sweep signs, at a few milliseconds each
REMEMBERED = 24 * LONGEST.total_seconds()  # how often a try has failed


def sign_due(*, at: datetime) -> int:
    """Sign the badges whose task was lost, and the lists that changed or grow old.

    Returns how many badges were signed. One that fails does not stop the others, nor
    do many that wait for a key.
    """
    waiting = Certificate.objects.ready().filter(credential=None, facts__has_key="key")
    names = set(waiting.order_by().values_list("facts__key", flat=True).distinct())
    signed = 0
    for name in filter(_can_sign, sorted(names - {""})):
        of_key = waiting.filter(facts__key=name).order_by("pk")
        due = _due(of_key.values_list("pk", flat=True).iterator(), "badge", at)
        for certificate in waiting.filter(pk__in=list(islice(due, SWEEP_LIMIT))):
            badge = f"badge:{certificate.pk}"
            signed += _try(badge, at, sign_credential, certificate=certificate)
    lists = StatusList.objects.select_related("register__issuer").in_bulk()
    for pk in _due(iter(lists), "list", at):
        _try(f"list:{pk}", at, sign_status_list, register=lists[pk].register)
    return signed


def _can_sign(name: str) -> bool:
    """Whether that key is here; said once a sweep, not once a badge."""
    from certificates import seals

    try:
        return seals.key_named(name).signer is not None
    except seals.KeyUnavailableError as error:
        log.warning("badges wait: %s", error)
        return False


def _due(keys: Iterator[int], what: str, at: datetime) -> Iterator[int]:
    """Those that are not in the pause after a try that failed."""
    while portion := list(islice(keys, SWEEP_LIMIT)):
        failed = cache.get_many([_kept_as(f"{what}:{key}") for key in portion])
        for key in portion:
            _tries, until = failed.get(_kept_as(f"{what}:{key}"), (0, at))
            if until <= at:
                yield key


def _try(what: str, at: datetime, sign: Callable, **subject) -> bool:
    key = _kept_as(what)
    try:
        done = sign(**subject, at=at) is not None
    except Exception:
        tries = cache.get(key, (0, at))[0] + 1
        until = at + pause(tries)
        cache.set(key, (tries, until), timeout=REMEMBERED)
        said = {"subject": subject, "tries": tries, "until": f"{until:%H:%M:%S %Z}"}
        log.exception("not signed: %(subject)s, try %(tries)d; next %(until)s", said)
        return False
    cache.delete(key)
    return done


def _kept_as(what: str) -> str:
    return f"certificates:unsigned:{what}"
