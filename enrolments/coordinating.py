"""Which units a person coordinates, as the forms and pages of the desk ask."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import User
from agencies.models import Agency, AgencyPeriod, AgencyRole
from agencies.querysets import may_coordinate, sees_everything


def roles_held(user: User, *, on: date) -> QuerySet[AgencyRole]:
    """Roles that let the person change something: a head of agency only reads."""
    return AgencyRole.objects.of(user, on=on, writing=True)


def coordinates_any(user: User, *, on: date) -> bool:
    return sees_everything(user) or roles_held(user, on=on).exists()


def coordinated_units(user: User, *, on: date) -> QuerySet[AgencyPeriod]:
    """The units a person may send a roster for: the highest ones and those right below."""
    units = AgencyPeriod.objects.on(on).select_related("agency").listed()
    if sees_everything(user):
        tops = AgencyPeriod.objects.on(on).filter(parent=None)
    else:
        tops = units.filter(agency__in=roles_held(user, on=on).values("agency"))
    heads = tops.order_by().values("agency")
    return units.filter(Q(agency__in=heads) | Q(parent__in=heads))


def coordinates(user: User, agency: Agency, *, today: date, on: date) -> bool:
    """Whether a coordinator's role held today reaches the unit as the tree stood."""
    return may_coordinate(user, agency, on=on, today=today)
