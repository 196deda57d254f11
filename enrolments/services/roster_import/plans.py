"""The plan of a roster, made whole or for one row, and how it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from enrolments.models import RosterImport
from enrolments.rosters.lines import Line
from enrolments.services.roster_import.leavers import leavers
from enrolments.services.roster_import.links import is_linked
from enrolments.services.roster_import.planner import Planner
from enrolments.services.roster_import.verdicts import Planned

State = RosterImport.State


def whole_plan(roster: RosterImport, lines: Sequence[Line]) -> list[Planned]:
    planner = Planner(roster, lines)
    found = planner.planned()
    return found + (leavers(planner) if roster.is_complete else [])


def as_json(plan: Iterable[Planned]) -> list[dict[str, Any]]:
    return [planned.as_json() for planned in plan]


def keep_plan(
    roster: RosterImport, plan: list[dict[str, Any]], *, at: datetime
) -> None:
    roster.plan = plan
    roster.total, roster.done = len(roster.plan), 0
    roster.state, roster.changed_at = State.PLANNED, at
    roster.save()


def plan_again(roster: RosterImport, keys: set[str], *, at: datetime) -> None:
    """Judge the rows decided upon again, from the cells kept in the plan.

    One row on which no other depends is judged alone; else a person or an address may
    have become free for another row, and all are. The caller holds the roster.
    """
    if len(keys) == 1 and not roster.is_complete:
        index = next(i for i, row in enumerate(roster.plan) if row["key"] in keys)
        before = roster.plan[index]
        planned = Planner(roster, [Planned(**before).line], alone=True).planned()[0]
        others = (row for i, row in enumerate(roster.plan) if i != index)
        if not is_linked(others, before, planned.as_json()):
            roster.plan[index] = planned.as_json()
            return keep_plan(roster, roster.plan, at=at)
    lines = [Line(row["row"], row["said"]) for row in roster.plan if row["row"]]
    return keep_plan(roster, as_json(whole_plan(roster, lines)), at=at)
