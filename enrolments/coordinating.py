"""Which units a person coordinates, as the forms and pages of the desk ask."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from agencies.models import Agency, AgencyAncestry, AgencyPeriod, AgencyRole
from agencies.querysets import reach, sees_everything
from enrolments.models import Enrolment, TrainingClass


def roles_held(user: User, *, on: date) -> QuerySet[AgencyRole]:
    """Roles that let the person change something: a head of agency only reads."""
    return AgencyRole.objects.on(on).filter(user=user, role=AgencyRole.Role.COORDINATOR)


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
    if sees_everything(user):
        return True
    above = AgencyAncestry.objects.on(on).filter(
        ancestor=OuterRef("agency"), descendant=agency
    )
    return roles_held(user, on=today).filter(Exists(above)).exists()


def may_run(user: User, group: TrainingClass, *, today: date) -> bool:
    """Whether the person decides about the class as a whole: its organiser's coordinator."""
    if sees_everything(user):
        return True
    organiser = group.organiser
    return organiser is not None and coordinates(user, organiser, today=today, on=today)


def own_enrolments(
    user: User, group: TrainingClass, *, today: date
) -> QuerySet[Enrolment]:
    """Those of the class that the units of the person's roles answer for today."""
    rows = group.enrolments.answering(on=today)
    if sees_everything(user):
        return rows
    ours = reach(user, on=today).filter(descendant=OuterRef("agency_on"))
    return rows.filter(Exists(ours))


def classes_open_to(user: User, *, today: date) -> QuerySet[TrainingClass]:
    """Classes one may enrol one's people in or report on.

    Those of the whole platform (without organiser), those organised by a unit above or
    below one's own, and those that have one's own people.
    """
    groups = TrainingClass.objects.all()
    if sees_everything(user):
        return groups
    ours = reach(user, on=today)
    related = AgencyAncestry.objects.on(today).filter(
        descendant__in=ours.values("descendant")
    )
    people = Enrolment.objects.answering(on=today).filter(
        Exists(ours.filter(descendant=OuterRef("agency_on")))
    )
    return groups.filter(
        Q(organiser=None)
        | Q(organiser__in=related.values("ancestor"))
        | Q(pk__in=people.values("training_class"))
    )
