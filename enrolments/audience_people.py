"""The people an audience lets in or closes, as their coordinator may see them."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from accounts.models import User
from agencies.models import AgencyPeriod, Membership
from agencies.querysets import people_visible_to


def named(user: User, keys: set[int]) -> QuerySet[User]:
    """These people as lists go, each with unit and position of today."""
    today = timezone.localdate()
    posts = Membership.objects.on(today).main().filter(user=OuterRef("pk"))
    units = AgencyPeriod.objects.on(today).filter(agency=OuterRef("agency_on"))
    people = people_visible_to(User.objects.filter(pk__in=keys), user, on=today)
    return (
        people.annotate(
            agency_on=Subquery(posts.values("agency")[:1]),
            position_on=Subquery(posts.values("position")[:1]),
        )
        .annotate(unit_name=Subquery(units.values("name")[:1]))
        .order_by("sort_key", "pk")
    )
