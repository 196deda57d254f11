"""Reads of the tree in time. "On" is a day; a period includes its first day only."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
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
    return _model("AgencyRole").objects.of(user, on=on).exists()


def reach(
    user: User, *, on: date, today: date | None = None, writing: bool = False
) -> models.QuerySet:
    """Ancestry rows of a day that the user's roles open: the one door to the tree.

    The role must be held today (another day is given by tests and sweeps), the tree is
    as it stood on the day asked: no former coordinator comes back through a past date.
    `writing` leaves out the roles of heads, who only read.
    """
    rows = _model("AgencyAncestry").objects.on(on)
    if sees_everything(user):
        return rows
    held = _model("AgencyRole").objects.of(user, on=today, writing=writing)
    return rows.filter(ancestor__in=held.values("agency"))


def opened(rows: models.QuerySet, field: str, user: User, **asked) -> models.QuerySet:
    """The rows whose unit, named by the field, `reach` opens."""
    if sees_everything(user):
        return rows
    return rows.filter(**{f"{field}__in": reach(user, **asked).values("descendant")})


def may_coordinate(
    user: User, agency: Agency, *, on: date, today: date | None = None
) -> bool:
    """Whether the user may change something for the unit as the tree stood that day."""
    ours = reach(user, on=on, today=today, writing=True)
    return sees_everything(user) or ours.filter(descendant=agency).exists()


class AgencyQuerySet(models.QuerySet):
    def existing(self, on: date) -> Self:
        periods = _model("AgencyPeriod").objects.on(on)
        return self.filter(pk__in=periods.values("agency"))

    def within(self, agency: Agency, *, on: date) -> Self:
        """The agency and everything below it as the tree stood on that day."""
        rows = _model("AgencyAncestry").objects.on(on).filter(ancestor=agency)
        return self.filter(pk__in=rows.values("descendant"))

    def visible_to(self, user: User, *, on: date, today: date | None = None) -> Self:
        """What the user's roles reach on that day: the only door to a tree."""
        return opened(self, "pk", user, on=on, today=today)

    def writable_by(self, user: User, *, on: date, today: date | None = None) -> Self:
        """What the user's roles as a coordinator reach: a head of agency only reads."""
        return opened(self, "pk", user, on=on, today=today, writing=True)


class AgencyPeriodQuerySet(DatedQuerySet):
    def listed(self) -> Self:
        """As Vietnamese lists go."""
        return self.order_by("sort_key", "pk")

    def visible_to(self, user: User, *, on: date, today: date | None = None) -> Self:
        return opened(self.on(on), "agency", user, on=on, today=today)

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
    def of(self, user: User, *, on: date | None = None, writing: bool = False) -> Self:
        """What the person holds on a day, today's unless another is given."""
        held = self.on(on or timezone.localdate()).filter(user=user)
        return held.filter(role=self.model.Role.COORDINATOR) if writing else held

    def with_agency_name(self, day: date) -> Self:
        """Annotate `agency_name`: what the agency is called on that day, or its code."""
        names = _model("AgencyPeriod").objects.on(day).filter(agency=OuterRef("agency"))
        return self.annotate(
            agency_name=Coalesce(Subquery(names.values("name")[:1]), "agency__code")
        )

    def ended_with_their_units(self, day: date, *, entered_on: date) -> Self:
        """Roles that ended because their unit did on that day, or when that was entered."""
        units = _model("AgencyPeriod").objects.filter(agency=OuterRef("agency"))
        return self.filter(
            ~Exists(units.on(day)),
            Exists(units.filter(period__endswith=day)),
            period__endswith__gte=day,
            period__endswith__lte=max(day, entered_on),
        )


class MembershipQuerySet(DatedQuerySet):
    def main(self) -> Self:
        return self.filter(is_main=True)

    def without_unit(self, on: date) -> Self:
        """Main posts of that day whose unit has ended: nobody said where to.

        Annotates `ended_on`, the unit's first day without existence, and `unit_name`.
        The ended units are read first, mostly there are none: one plan for any number
        of them looked at every post of the province, 7 s of a million.
        """
        periods = _model("AgencyPeriod").objects
        over = periods.filter(period__endswith__lte=on)
        ended = over.filter(~Exists(periods.on(on).filter(agency=OuterRef("agency"))))
        last = over.filter(agency=OuterRef("agency")).order_by("-period")
        return (
            self.on(on)
            .main()
            .filter(agency__in=set(ended.values_list("agency", flat=True)))
            .filter(user__is_active=True, user__erased_at=None)
            .annotate(
                ended_on=Subquery(last.values("period__endswith")[:1]),
                unit_name=Subquery(last.values("name")[:1]),
            )
        )

    def for_whom_to_place(self, user: User, *, on: date) -> Self:
        """Of those `without_unit`, who is the coordinator's to place on that day.

        The coordinator's unit stood above the ended one on the day before it ended, or
        is the only successor of one that did and has ended too. The ended unit itself
        opens nobody, whatever role was left there.
        """
        if sees_everything(user):
            return self
        held = reach(user, on=on, writing=True).values("ancestor")
        heirs = _model("Succession").objects.alias(n=Count("predecessor__successions"))
        above = _model("AgencyAncestry").objects.filter(
            Q(ancestor__in=held)
            | Q(
                ancestor__in=heirs.filter(successor__in=held, n=1).values("predecessor")
            ),
            descendant=OuterRef("agency"),
            period__endswith=OuterRef("ended_on"),
        )
        return self.filter(Exists(above.exclude(ancestor=F("descendant"))))

    def within(self, agency: Agency, *, on: date) -> Self:
        rows = _model("AgencyAncestry").objects.on(on).filter(ancestor=agency)
        return self.on(on).filter(agency__in=rows.values("descendant"))

    def visible_to(self, user: User, *, on: date, today: date | None = None) -> Self:
        return opened(self.on(on), "agency", user, on=on, today=today)


def people_visible_to(
    people: models.QuerySet, user: User, *, on: date, today: date | None = None
) -> models.QuerySet:
    """Narrow a queryset of users to those who work where the user's roles reach."""
    if sees_everything(user):
        return people
    memberships = _model("Membership").objects.visible_to(user, on=on, today=today)
    return people.filter(
        Q(pk=user.pk) | Exists(memberships.filter(user=OuterRef("pk"), is_main=True))
    )
