"""The verb that merges, splits, renames, moves and dissolves units from a day on."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from agencies.histories import History
from agencies.models import (
    Agency,
    AgencyRole,
    Membership,
    Reorganisation,
    Succession,
)
from agencies.plans import Plan, Planner, Recorded
from agencies.reorganising import Step
from agencies.services.resettling import resettle
from agencies.services.tree import (
    lock_tree,
    rebuild_ancestry,
    replace_periods,
    stored_spans,
)
from agencies.tables import ImportReport


@dataclass
class Outcome:
    """What was done, whom somebody must find a place for, and which roles ended."""

    report: ImportReport
    homeless: list[Membership] = field(default_factory=list)
    roles: list[AgencyRole] = field(default_factory=list)
    record: Reorganisation | None = None


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

    The day may lie before changes that are recorded already: those stand (decision 16).
    People of a unit with one successor move there with their position; those of a unit
    that was split or dissolved stay listed as `homeless`. Roles at units that end, end.
    Nothing is written while a row is refused, and the same rows a second time change
    nothing. Raises AgencyTreeError.
    """
    lock_tree()
    rows = [asdict(step) | {"row": 0} for step in steps]
    said = json.dumps([effective_on.isoformat(), rows], sort_keys=True)
    fingerprint = hashlib.sha256(said.encode()).hexdigest()
    if known := Reorganisation.objects.filter(fingerprint=fingerprint).first():
        return Outcome(ImportReport(unchanged=len(steps)), record=known)
    plan = Planner(effective_on, recorded()).read(steps)
    if plan.errors:
        return Outcome(ImportReport(errors=plan.errors))
    ended = write(plan, effective_on)
    rebuild_ancestry()
    done = resettle(ended=ended, day=effective_on, today=timezone.localdate(at))
    record = Reorganisation.objects.create(
        effective_on=effective_on,
        decision=decision,
        file_name=file_name,
        plan=[asdict(step) for step in steps],
        fingerprint=fingerprint,
        applied_by=by,
        applied_at=at,
    )
    extra = {
        "ended": len(plan.ending),
        "moved": len(done.moved),
        "homeless": len(done.homeless),
        "roles_ended": len(done.roles),
    }
    report = ImportReport(len(plan.founding), len(plan.changing), extra=extra)
    return Outcome(report, done.homeless, done.roles, record)


def recorded() -> Recorded:
    """All that is stored of the tree in time."""
    inherited = defaultdict(list)
    rows = Succession.objects.values_list(
        "successor__code", "effective_on", "predecessor__code"
    )
    for code, on, other in rows:
        inherited[code].append((on, other))
    taken = set(Agency.objects.values_list("code", flat=True))
    return Recorded(stored_spans(), taken, inherited)


def write(plan: Plan, day: date) -> list[Agency]:
    """Store the lives that the plan touches; return the units that end."""
    Agency.objects.bulk_create(Agency(code=code) for code in plan.founding)
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    histories = [History(code, 0, spans) for code, spans in plan.touched().items()]
    replace_periods(histories, agencies)
    Succession.objects.bulk_create(
        Succession(
            predecessor=agencies[code], successor=agencies[heir], effective_on=day
        )
        for code, heirs in plan.ending.items()
        for heir in heirs
    )
    return [agencies[code] for code in plan.ending]
