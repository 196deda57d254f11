"""Which reports, units and classes a person may read about."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.models import AgencyAncestry, AgencyPeriod, AgencyRole
from agencies.querysets import sees_everything
from enrolments.class_reach import classes_open_to
from progress.models import ReportSnapshot
from progress.units import reached, top_units


def readable(user: User) -> QuerySet[ReportSnapshot]:
    """Reports about units that a role held today reached on the report's own day."""
    rows = ReportSnapshot.objects.select_related(
        "agency", "training_class", "issued_by"
    )
    if sees_everything(user):
        return rows
    roles = AgencyRole.objects.on(timezone.localdate()).filter(user=user)
    above = AgencyAncestry.objects.filter(
        descendant=OuterRef("agency"),
        ancestor__in=roles.values("agency"),
        period__contains=OuterRef("as_at"),
    )
    return rows.filter(Exists(above))


def own_units(user: User, *, on: date) -> QuerySet[AgencyPeriod]:
    """The units one may report on: all within reach, in Vietnamese order."""
    open_units = reached(user, today=timezone.localdate(), on=on)
    units = AgencyPeriod.objects.on(on).select_related("agency").listed()
    return units.filter(agency__in=open_units.values("descendant"))


def readers_only(user: User) -> QuerySet[AgencyPeriod]:
    units = own_units(user, on=timezone.localdate())
    if not units.exists():
        raise PermissionDenied(
            _("Trang này dành cho điều phối viên và lãnh đạo đơn vị.")
        )
    return units


def choices(user: User) -> dict[str, Any]:
    """The units and the classes that a person's forms offer, the highest unit chosen."""
    today = timezone.localdate()
    units = readers_only(user)
    tops = top_units(user, today=today, on=today)
    return {
        "units": units,
        "classes": classes_open_to(user, today=today),
        "top": tops[0].pk if tops else None,
    }
