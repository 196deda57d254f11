"""The verb that merges, splits, renames, moves and dissolves units from a day on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.collation import collation_key
from accounts.models import User
from agencies.days import Days
from agencies.models import (
    Agency,
    AgencyPeriod,
    Membership,
    Reorganisation,
    Succession,
)
from agencies.plans import Facts, Plan, Planner
from agencies.reorganising import Step
from agencies.services.people import Post, place_members
from agencies.services.tree import lock_tree, rebuild_ancestry
from agencies.tables import ImportReport

ONE_DAY = timedelta(days=1)


@dataclass
class Outcome:
    """What was done, and whom somebody must still find a place for."""

    report: ImportReport
    homeless: list[Membership] = field(default_factory=list)


@transaction.atomic
def reorganise(
    *,
    steps: Sequence[Step],
    effective_on: date,
    at: datetime,
    by: User | None = None,
    decision: str = "",
    file_name: str = "",
) -> Outcome:
    """Rearrange the tree from that day on; what was before it stays as it was.

    People of a unit with one successor move there with their position; those of a unit
    that was split or dissolved stay listed as `homeless`. Nothing is written while a row
    is refused, and the same rows a second time change nothing. Raises AgencyTreeError.
    """
    lock_tree()
    rows = [asdict(step) | {"row": 0} for step in steps]
    said = json.dumps([effective_on.isoformat(), rows], sort_keys=True)
    fingerprint = hashlib.sha256(said.encode()).hexdigest()
    if Reorganisation.objects.filter(fingerprint=fingerprint).exists():
        return Outcome(ImportReport(unchanged=len(steps)))
    plan, periods = plan_on(effective_on, steps)
    if plan.errors:
        return Outcome(ImportReport(errors=plan.errors))
    write(plan, periods, effective_on)
    rebuild_ancestry()
    moved, homeless = resettle(plan, effective_on)
    Reorganisation.objects.create(
        effective_on=effective_on,
        decision=decision,
        file_name=file_name,
        plan=[asdict(step) for step in steps],
        fingerprint=fingerprint,
        applied_by=by,
        applied_at=at,
    )
    extra = {"ended": len(plan.ending), "moved": moved, "homeless": len(homeless)}
    report = ImportReport(len(plan.founding), len(plan.changing), extra=extra)
    return Outcome(report, homeless)


def plan_on(day: date, steps: Sequence[Step]) -> tuple[Plan, dict[str, AgencyPeriod]]:
    """What the rows come to, with the period of each unit that they would cut."""
    on = AgencyPeriod.objects.on(day).filter(period__contains=day - ONE_DAY)
    periods = {p.agency.code: p for p in on.select_related("agency", "parent")}
    units = {
        code: Facts(p.name, p.kind, p.parent.code if p.parent else "")
        for code, p in periods.items()
    }
    later = AgencyPeriod.objects.filter(period__startswith__gt=day)
    last = units.keys() - set(later.values_list("agency__code", flat=True))
    taken = set(Agency.objects.values_list("code", flat=True))
    return Planner(units, taken=taken, last=last).read(steps), periods


def write(plan: Plan, periods: dict[str, AgencyPeriod], day: date) -> None:
    founded = Agency.objects.bulk_create(Agency(code=code) for code in plan.founding)
    agencies = {code: period.agency for code, period in periods.items()}
    agencies |= {agency.code: agency for agency in founded}
    ends = {code: Days.of(periods[code].period).after for code in plan.changing}
    for code in (*plan.ending, *plan.changing):
        first = periods[code].period.lower
        periods[code].period = Days(first, day).range()
    cut = [periods[code] for code in (*plan.ending, *plan.changing)]
    AgencyPeriod.objects.bulk_update(cut, ["period"])
    begun = plan.changing | plan.founding
    AgencyPeriod.objects.bulk_create(
        AgencyPeriod(
            agency=agencies[code],
            period=Days(day, ends.get(code)).range(),
            name=facts.name,
            sort_key=collation_key(facts.name),
            kind=facts.kind,
            official_code=kept_code(periods.get(code), facts),
            parent=agencies[facts.parent] if facts.parent else None,
        )
        for code, facts in begun.items()
    )
    Succession.objects.bulk_create(
        Succession(
            predecessor=agencies[code], successor=agencies[heir], effective_on=day
        )
        for code, heirs in plan.ending.items()
        for heir in heirs
    )


def kept_code(before: AgencyPeriod | None, facts: Facts) -> str:
    """The statistics code goes on while the unit stays of its kind."""
    return before.official_code if before and before.kind == facts.kind else ""


def resettle(plan: Plan, day: date) -> tuple[int, list[Membership]]:
    """Move people to the one successor of their unit; return who has none."""
    rows = list(working_in(plan.ending, day))
    heirs = {code: heirs[0] for code, heirs in plan.ending.items() if len(heirs) == 1}
    keys = dict(
        Agency.objects.filter(code__in=heirs.values()).values_list("code", "pk")
    )
    posts = [
        Post(row.user_id, keys[heirs[row.agency.code]], row.position)
        for row in rows
        if row.agency.code in heirs
    ]
    moved = place_members(posts=posts, on=day)
    return len(moved), [row for row in rows if row.agency.code not in heirs]


def working_in(codes: Iterable[str], day: date):
    mains = Membership.objects.on(day).main().filter(agency__code__in=list(codes))
    return mains.select_related("user", "agency").order_by("user__sort_key", "pk")
