"""What the service itself reached, to be read beside training and not as its effect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.formats import measured
from agencies.models import AgencyPeriod
from enrolments.models import TrainingClass
from progress.models import IndicatorValue

SOFTENERS = ("gần", "hơn")


@dataclass(frozen=True)
class Reading:
    """One value with its target, as words."""

    row: IndicatorValue
    is_after: bool | None

    @property
    def value(self) -> str:
        softener = next((w for w in SOFTENERS if self.row.qualifier.startswith(w)), "")
        return f"{softener} {measured(self.row.value, self.unit)}".strip()

    @property
    def unit(self) -> str:
        return self.row.indicator.unit_of_measure

    @property
    def target(self) -> str:
        return measured(self.row.target, self.unit) if self.row.target else ""

    @property
    def gap(self) -> str:
        """How much is missing; nothing when there is no target or it is met."""
        if not self.row.target or self.row.value >= self.row.target:
            return ""
        return measured(self.row.target - self.row.value, self.unit)


@dataclass(frozen=True)
class Beside:
    """The readings of the nearest unit upwards that has any."""

    unit: AgencyPeriod
    is_own: bool
    readings: list[Reading]


def beside(
    way: list[AgencyPeriod], *, on: date, group: TrainingClass | None
) -> Beside | None:
    """Values known by that day of the unit, or of the nearest one above it. One query."""
    known = Q(ends_on=None) | Q(ends_on__lte=on)
    rows = (
        IndicatorValue.objects.filter(known, agency__in=[u.agency_id for u in way])
        .select_related("indicator")
        .order_by("indicator__code", "ends_on", "pk")
    )
    found = sorted(rows, key=lambda row: row.target is None)
    for unit in reversed(way):
        own = [row for row in found if row.agency_id == unit.agency_id]
        if own:
            readings = [Reading(row, after(row, group)) for row in own]
            return Beside(unit, unit is way[-1], readings)
    return None


def after(row: IndicatorValue, group: TrainingClass | None) -> bool | None:
    """Whether the value's days end once the class had opened; None without either."""
    if group is None or row.ends_on is None:
        return None
    return row.ends_on >= group.opens_on
