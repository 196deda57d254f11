"""The list of who is recognised, as the page of reports makes it a paper or a sheet."""

from __future__ import annotations

from datetime import datetime

from django.http import QueryDict
from django.utils import timezone

from accounts.formats import vdate
from accounts.models import User
from agencies.models import AgencyPeriod
from enrolments.coordinating import coordinated_units
from enrolments.models import TrainingClass
from enrolments.roster_forms import highest


def paper_of(group: TrainingClass, *, by: User, at: datetime) -> QueryDict:
    """What the page of reports is asked for to make this list a paper or a sheet."""
    today = timezone.localdate()
    units = AgencyPeriod.objects.on(today).filter(agency=group.organiser)
    unit = units.values_list("pk", flat=True).first()
    if unit is None:
        unit = highest(coordinated_units(by, on=today))
    asked = QueryDict(mutable=True)
    asked.update(
        {
            "kind": "recognition",
            "unit": unit or "",
            "group": group.pk,
            "as_at": vdate(timezone.localdate(at)),
        }
    )
    return asked
