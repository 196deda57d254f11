"""The coordinator's door: the units a person's roles open, and the way down to one.

A role counts when it is held today; the tree below it is read as it stood on the day
asked, so that a former coordinator cannot come back through a past date.
"""

from __future__ import annotations

from datetime import date

from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from accounts.models import User
from agencies.models import Agency, AgencyAncestry, AgencyPeriod, AgencyRole
from agencies.querysets import reach, sees_everything
from progress.sums.asking import planned_for_its_values


def reached(user: User, *, today: date, on: date) -> QuerySet[AgencyAncestry]:
    """`reach` as the desk asks it: with its own clock."""
    return reach(user, on=on, today=today)


def described(on: date) -> QuerySet[AgencyPeriod]:
    """Units as they stood on a day, each with how many stand below it."""
    below = (
        AgencyAncestry.objects.on(on)
        .filter(ancestor=OuterRef("agency"))
        .exclude(descendant=F("ancestor"))
        .order_by()
        .values("ancestor")
        .annotate(n=Count("pk"))
    )
    counted = Coalesce(Subquery(below.values("n"), output_field=IntegerField()), 0)
    return (
        AgencyPeriod.objects.on(on)
        .select_related("agency", "parent")
        .annotate(units_below=counted)
    )


def top_units(user: User, *, today: date, on: date) -> list[AgencyPeriod]:
    """The highest units of the user on that day, in Vietnamese order; often just one."""
    units = described(on).listed()
    if sees_everything(user):
        return list(units.filter(parent=None))
    roles = AgencyRole.objects.of(user, on=today)
    higher = reached(user, today=today, on=on).filter(descendant=OuterRef("agency"))
    with planned_for_its_values():
        return list(
            units.filter(agency__in=roles.values("agency")).exclude(
                Exists(higher.exclude(ancestor=OuterRef("agency")))
            )
        )


def way_to(user: User, code: str, *, today: date, on: date) -> list[AgencyPeriod]:
    """From the user's highest unit down to the one of that code, both included.

    One query. Raises Agency.DoesNotExist alike when the code is unknown, did not exist
    on that day, or lies outside of what the user's roles reach.
    """
    own_line = AgencyAncestry.objects.on(on).filter(descendant__code=code)
    opened = reached(user, today=today, on=on).filter(descendant=OuterRef("agency"))
    line = described(on).filter(agency__in=own_line.values("ancestor"))
    # Asked of each unit of the line: as a condition, all that is opened is read first.
    line = line.annotate(is_opened=Exists(opened)).order_by("-units_below")
    with planned_for_its_values():
        way = [unit for unit in line if unit.is_opened]
    if not way or way[-1].agency.code != code:
        raise Agency.DoesNotExist(code)
    return way
