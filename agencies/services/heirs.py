"""Where people of a unit are when it has ended: with its one successor, if it has one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from agencies.days import Days
from agencies.models import AgencyPeriod, Succession

Stay = tuple[int, Days]


@dataclass(frozen=True)
class Heirs:
    """Who succeeded whom, and until when each unit lives, by key."""

    lasts: Mapping[int, date | None]
    successors: Mapping[int, list[int]]

    @classmethod
    def recorded(cls) -> Heirs:
        periods = AgencyPeriod.objects.order_by("period").values_list(
            "agency", "period"
        )
        successors = defaultdict(list)
        for old, new in Succession.objects.values_list("predecessor", "successor"):
            successors[old].append(new)
        return cls({unit: days.upper for unit, days in periods}, successors)

    @classmethod
    def where_any_ends(cls, units: Iterable[int]) -> Heirs | None:
        """None where all of these units live on: then nobody has to follow anybody."""
        open_ended = AgencyPeriod.objects.filter(period__upper_inf=True)
        living = open_ended.filter(agency__in=(wanted := set(units)))
        if wanted <= set(living.values_list("agency", flat=True)):
            return None
        return cls.recorded()

    def stays(self, unit: int, days: Days) -> list[Stay]:
        """Where somebody is who comes to a unit for these days, entered late perhaps.

        Whose unit ends meanwhile without one only successor stays there, to be placed.
        """
        alive = days.common(Days(None, self.lasts.get(unit)))
        rest = next(iter(days.without([alive] if alive else [])), None)
        further = self.way_on(unit, rest)[0] if rest else []
        if not further:
            return [(unit, days)]
        return [(unit, alive), *further] if alive else further

    def way_on(self, unit: int, days: Days) -> tuple[list[Stay], bool]:
        """Where people of an ended unit are in these days; whether somewhere that lives.

        From one only successor to the next: what is entered late may lead to a unit
        that has been merged itself meanwhile.
        """
        stays: list[Stay] = []
        rest: Days | None = days
        while rest and len(heirs := self.successors.get(unit, [])) == 1:
            unit = heirs[0]
            alive = rest.common(Days(None, self.lasts.get(unit)))
            if alive is None:
                break
            stays.append((unit, alive))
            rest = next(iter(rest.without([alive])), None)
        if rest and stays:  # the last one ended without one only successor
            unit, alive = stays.pop()
            stays.append((unit, alive.spanning(rest)))
        return stays, rest is None
