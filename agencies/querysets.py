"""Reads of the tree in time. "On" is a day; a period includes its first day only."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import User
    from agencies.models import Agency


def _model(name: str) -> type[models.Model]:
    return apps.get_model("agencies", name)


class DatedQuerySet(models.QuerySet):
    """Rows with a `period`."""

    def on(self, day: date) -> Self:
        return self.filter(period__contains=day)

    def since(self, day: date) -> Self:
        """What holds on that day or begins later."""
        return self.filter(period__overlap=DateRange(day, None))


def sees_everything(user: User) -> bool:
    """Administrators see all units; everyone else sees what a role reaches."""
    return user.is_active and user.is_superuser


def has_a_role(user: User, *, on: date | None = None) -> bool:
    """Whether the person coordinates or heads any unit."""
    day = on or timezone.localdate()
    return _model("AgencyRole").objects.on(day).filter(user=user).exists()


def reach(user: User, *, on: date, today: date | None = None) -> models.QuerySet:
    """Ancestry rows of a day from the units where the user holds a role, down the tree.

    The one door to the tree. `today` is the day on which the role must be held when the
    tree is read as at another one, so that a former coordinator cannot come back
    through a past date.
    """
    roles = _model("AgencyRole").objects.on(today or on).filter(user=user)
    return (
        _model("AgencyAncestry")
        .objects.on(on)
        .filter(ancestor__in=roles.values("agency"))
    )


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

    def with_life(self) -> Self:
        """Annotate `lives_from` and `lives_after`: the agency's life, whatever its name."""
        own = self.model.objects.filter(agency=OuterRef("agency"))
        return self.annotate(
            lives_from=Subquery(
                own.order_by("period").values("period__startswith")[:1]
            ),
            lives_after=Subquery(
                own.order_by("-period").values("period__endswith")[:1]
            ),
        )

    def with_parent_name(self, day: date) -> Self:
        """Annotate `parent_name`: what the agency above is called on that day."""
        names = self.model.objects.on(day).filter(agency=OuterRef("parent"))
        return self.annotate(parent_name=Subquery(names.values("name")[:1]))

    def circular(self) -> Self:
        """Periods in which the agency stands under itself; there should be none."""
        loops = _model("AgencyAncestry").objects.filter(
            ancestor=OuterRef("agency"),
            descendant=OuterRef("parent"),
            period__overlap=OuterRef("period"),
        )
        return self.filter(Exists(loops)).select_related("agency", "parent")

    def orphaned(self) -> Self:
        """Periods on some day of which the parent does not exist; there should be none."""
        held = _model("AgencyAncestry").objects.filter(
            ancestor=OuterRef("parent"),
            descendant=OuterRef("agency"),
            period__contains=OuterRef("period"),
        )
        orphans = self.exclude(parent=None).filter(~Exists(held))
        return orphans.select_related("agency", "parent")


class AgencyRoleQuerySet(DatedQuerySet):
    def with_agency_name(self, day: date) -> Self:
        """Annotate `agency_name`: what the agency is called on that day, or its code."""
        names = _model("AgencyPeriod").objects.on(day).filter(agency=OuterRef("agency"))
        return self.annotate(
            agency_name=Coalesce(Subquery(names.values("name")[:1]), "agency__code")
        )


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


def people_visible_to(
    people: models.QuerySet, user: User, *, on: date
) -> models.QuerySet:
    """Narrow a queryset of users to those who work where the user's roles reach."""
    if sees_everything(user):
        return people
    memberships = _model("Membership").objects.visible_to(user, on=on)
    return people.filter(
        Q(pk=user.pk) | Exists(memberships.filter(user=OuterRef("pk"), is_main=True))
    )
