"""Which classes a person runs, sees and may choose."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from agencies.models import AgencyAncestry
from agencies.querysets import reach, sees_everything
from enrolments.coordinating import coordinates, roles_held
from enrolments.models import Enrolment, TrainingClass


def may_run(user: User, group: TrainingClass, *, today: date) -> bool:
    """Whether the person decides about the class as a whole: its organiser's coordinator."""
    if sees_everything(user):
        return True
    organiser = group.organiser
    return organiser is not None and coordinates(user, organiser, today=today, on=today)


def own_enrolments(
    user: User, group: TrainingClass, *, today: date, to_write: bool = False
) -> QuerySet[Enrolment]:
    """Those of the class that the units of the person's roles answer for today.

    To write, only of the roles that let the person change something.
    """
    rows = group.enrolments.answering(on=today)
    if sees_everything(user):
        return rows
    ours = reach(user, on=today).filter(descendant=OuterRef("agency_on"))
    if to_write:
        held = roles_held(user, on=today)
        ours = ours.filter(ancestor__in=held.values("agency"))
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
