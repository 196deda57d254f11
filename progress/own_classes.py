"""The classes of a unit's list: with its people, and those it runs and fills only now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from agencies.models import AgencyAncestry, AgencyPeriod
from enrolments.models import TrainingClass


def run_by(unit: AgencyPeriod, *, on: date, also_nobodys: bool) -> QuerySet:
    """Classes that the unit or one below it organises, whoever learns in them.

    `also_nobodys`: those of the whole platform too, which have no organiser.
    """
    below = AgencyAncestry.objects.on(on).filter(ancestor=unit.agency)
    wanted = Q(organiser__in=below.values("descendant"))
    return TrainingClass.objects.filter(
        wanted | Q(organiser=None) if also_nobodys else wanted
    )


def listed_classes(
    unit: AgencyPeriod,
    with_people: Iterable[int],
    *,
    on: date,
    today: date,
    also_nobodys: bool,
) -> set[int]:
    """Keys of the classes to list; of a past day only those with people then."""
    found = set(with_people)
    if on == today:
        own = run_by(unit, on=on, also_nobodys=also_nobodys)
        found |= set(own.values_list("pk", flat=True))
    return found
