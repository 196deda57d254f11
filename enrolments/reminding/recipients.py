"""Who looks after a learner's unit: the nearest one upwards that has somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from accounts.models import User
from agencies.models import AgencyPeriod, AgencyRole
from enrolments.models import Enrolment


def by_caretaker(
    enrolments: Iterable[Enrolment], *, role: str, on: date
) -> dict[User, list[Enrolment]]:
    """Each coordinator, or head, with the enrolments of the units nearest to them.

    The enrolments have `agency_on`. Two queries.
    """
    roles = AgencyRole.objects.on(on).filter(role=role, user__is_active=True)
    held: dict[int, list[User]] = defaultdict(list)
    for row in roles.select_related("user").order_by("user__sort_key", "pk"):
        held[row.agency_id].append(row.user)
    periods = AgencyPeriod.objects.on(on)
    parents = dict(periods.values_list("agency", "parent"))
    found: dict[User, list[Enrolment]] = defaultdict(list)
    for enrolment in enrolments:
        for user in nearest(enrolment.agency_on, held, parents):
            found[user].append(enrolment)
    return found


def nearest(
    agency: int | None, held: dict[int, list[User]], parents: dict[int, int | None]
) -> list[User]:
    while agency is not None:
        if agency in held:
            return held[agency]
        agency = parents.get(agency)
    return []
