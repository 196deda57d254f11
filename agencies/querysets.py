"""Reads of the tree in time. "On" is a day; a period includes its first day only."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

if TYPE_CHECKING:
    from accounts.models import User
    from agencies.models import Agency


def _model(name: str) -> type[models.Model]:
    return apps.get_model("agencies", name)


class DatedQuerySet(models.QuerySet):
    """Rows with a `period`."""

    def on(self, day: date) -> Self:
        return self.filter(period__contains=day)


def sees_everything(user: User) -> bool:
    """Administrators see all units; everyone else sees what a role reaches."""
    return user.is_active and user.is_superuser


def reach(user: User, *, on: date) -> models.QuerySet:
    """Ancestry rows from the units where the user holds a role, down the tree."""
    roles = _model("AgencyRole").objects.on(on).filter(user=user)
    return _model("AgencyAncestry").objects.on(on).filter(ancestor__in=roles.values("agency"))


class AgencyQuerySet(models.QuerySet):
    def existing(self, on: date) -> Self:
        periods = _model("AgencyPeriod").objects.on(on)
        return self.filter(pk__in=periods.values("agency"))

    def within(self, agency: Agency, *, on: date) -> Self:
        """The agency and everything below it as the tree stood on that day."""
        rows = _model("AgencyAncestry").objects.on(on).filter(ancestor=agency)
        return self.filter(pk__in=rows.values("descendant"))

    def visible_to(self, user: User, *, on: date) -> Self:
        """What the user's roles reach on that day: the only door to a tree."""
        if sees_everything(user):
            return self
        return self.filter(pk__in=reach(user, on=on).values("descendant"))


class AgencyPeriodQuerySet(DatedQuerySet):
    def listed(self) -> Self:
        """As Vietnamese lists go."""
        return self.order_by("sort_key", "pk")

    def visible_to(self, user: User, *, on: date) -> Self:
        if sees_everything(user):
            return self.on(on)
        return self.on(on).filter(agency__in=reach(user, on=on).values("descendant"))


class MembershipQuerySet(DatedQuerySet):
    def main(self) -> Self:
        return self.filter(is_main=True)

    def within(self, agency: Agency, *, on: date) -> Self:
        rows = _model("AgencyAncestry").objects.on(on).filter(ancestor=agency)
        return self.on(on).filter(agency__in=rows.values("descendant"))

    def visible_to(self, user: User, *, on: date) -> Self:
        if sees_everything(user):
            return self.on(on)
        return self.on(on).filter(agency__in=reach(user, on=on).values("descendant"))


def people_visible_to(people: models.QuerySet, user: User, *, on: date) -> models.QuerySet:
    """Narrow a queryset of users to those who work where the user's roles reach."""
    if sees_everything(user):
        return people
    memberships = _model("Membership").objects.visible_to(user, on=on)
    return people.filter(
        Q(pk=user.pk) | Exists(memberships.filter(user=OuterRef("pk"), is_main=True))
    )
