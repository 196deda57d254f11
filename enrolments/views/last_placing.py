"""The placing a coordinator did last, kept in the session so that it can be undone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

from agencies.models import Agency, AgencyPeriod
from enrolments.services.placing import Placed

KEPT = "placed"


def keep(request: HttpRequest, placed: Placed) -> None:
    request.session[KEPT] = {
        "agency": placed.agency.pk,
        "on": placed.on.isoformat(),
        "before": list(placed.before.items()),
        "after": list(placed.after.items()),
    }
    cache.delete(f"desks:{request.user.pk}")


def forget(request: HttpRequest) -> None:
    del request.session[KEPT]
    cache.delete(f"desks:{request.user.pk}")


def last_placed(request: HttpRequest) -> Placed | None:
    kept: dict[str, Any] | None = request.session.get(KEPT)
    if not kept:
        return None
    return Placed(
        Agency.objects.get(pk=kept["agency"]),
        date.fromisoformat(kept["on"]),
        dict(kept["before"]),
        dict(kept["after"]),
    )


def name_of(placed: Placed | None) -> str:
    """The unit of the last placing, as it was called on the first day there."""
    if placed is None:
        return ""
    names = AgencyPeriod.objects.on(placed.on).filter(agency=placed.agency)
    return names.values_list("name", flat=True).first() or placed.agency.code
