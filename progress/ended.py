"""A unit that does not exist on the day asked: since when, who followed, where to look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import User
from agencies.models import Agency, AgencyPeriod, Succession
from progress.units import way_to


@dataclass(frozen=True)
class EndedUnit:
    """What the page of an ended unit tells instead of figures.

    `successors` are named as on the day asked; one that has ended as well leads on to
    its own. `last_day` is the last one with figures of the unit itself.
    """

    unit: AgencyPeriod
    last_day: date
    successors: list[AgencyPeriod]

    @property
    def ended_on(self) -> date:
        """The first day without it."""
        return self.last_day + timedelta(days=1)


def ended_unit(user: User, code: str, *, today: date, on: date) -> EndedUnit | None:
    """The unit of that code, if it ended by that day and the user's roles reached it.

    Asked as on its last day: whoever sees no figures of that day sees nothing here.
    """
    last = AgencyPeriod.objects.filter(agency__code=code).order_by("-period").first()
    if last is None or last.period.upper is None or last.period.upper > on:
        return None
    last_day = last.period.upper - timedelta(days=1)
    try:
        way = way_to(user, code, today=today, on=last_day)
    except Agency.DoesNotExist:
        return None
    return EndedUnit(way[-1], last_day, successors_of(last.agency, on))


def successors_of(agency: Agency, on: date) -> list[AgencyPeriod]:
    """Who took over from it, as they were called that day or when they ended."""
    heirs = Succession.objects.filter(predecessor=agency, effective_on__lte=on)
    rows = AgencyPeriod.objects.filter(agency__in=heirs.values("successor"))
    newest = rows.filter(period__startswith__lte=on) | rows.filter(
        period__startswith=None
    )
    found = newest.select_related("agency").order_by("agency", "-period")
    return sorted(found.distinct("agency"), key=lambda row: (row.sort_key, row.pk))
