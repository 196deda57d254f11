"""How often the public check may be asked: counted in the cache, forgotten with it.

Without its cache nobody counts: the check then answers everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

MINUTE = 60


def seconds_to_wait(
    *, what: str, who: str, most: int, period: int = MINUTE, at: datetime
) -> int:
    """0 while somebody may go on, else when the next period begins.

    The name goes into the cache as a digest that only this installation can make.
    """
    window, gone = divmod(int(at.timestamp()), period)
    digest = salted_hmac("certificates.limits", f"{what}:{who}").hexdigest()
    key = f"certificates:limits:{digest}:{window}"
    cache.add(key, 0, timeout=period)
    try:
        return period - gone if cache.incr(key) > most else 0
    except ValueError:
        return 0


def limited(
    what: str,
    most: Callable[[], int],
    refuse: Callable[[HttpRequest, int], HttpResponse],
) -> Callable:
    """Let one address ask so often in a minute; `refuse` says the rest."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def counted(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            who, now = address_of(request), timezone.now()
            wait = seconds_to_wait(what=what, who=who, most=most(), at=now)
            return refuse(request, wait) if wait else view(request, *args, **kwargs)

        return counted

    return decorate


def address_of(request: HttpRequest) -> str:
    """Who asks: the outermost of our own proxies saw it; what is before may be invented."""
    seen = request.headers.get("X-Forwarded-For", "").split(",")
    proxies = settings.TRUSTED_PROXIES
    if 0 < proxies <= len(seen) and seen[-proxies].strip():
        return seen[-proxies].strip()
    return request.META.get("REMOTE_ADDR", "")
