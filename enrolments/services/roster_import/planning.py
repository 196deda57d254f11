"""Reading a kept roster against what is stored: a verdict for every row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.workbooks import UnusableFileError
from enrolments.models import RosterImport
from enrolments.rosters.lines import Line, read_lines
from enrolments.services.roster_import.leavers import leavers
from enrolments.services.roster_import.links import is_linked
from enrolments.services.roster_import.planner import Planner
from enrolments.services.roster_import.uploads import read_upload
from enrolments.services.roster_import.verdicts import Planned

State = RosterImport.State
PLANNABLE = {State.UPLOADED, State.PLANNED}


class StaleRosterError(ValueError):
    """Somebody changed it since the page was opened; the message says what to do."""


@transaction.atomic
def plan_import(
    *,
    roster: RosterImport,
    columns: Mapping[str, list[int]] | None = None,
    seen: int | None = None,
    at: datetime,
) -> RosterImport:
    """Say for each row what applying it would do; nothing of people is written.

    `columns` are those the coordinator corrected, `seen` the version he or she was
    looking at. What was decided about single rows holds on. Raises UnusableFileError,
    also when the roster was applied already, and StaleRosterError.
    """
    locked = RosterImport.objects.select_for_update().get(pk=roster.pk)
    if locked.state not in PLANNABLE:
        raise UnusableFileError(_("Danh sách này đã được áp dụng, không xem lại được."))
    if seen is not None and locked.result.get("read", 0) > seen:
        raise StaleRosterError(_("Các cột vừa được sửa ở nơi khác. Xem lại trước."))
    if columns is not None:
        locked.columns["fields"] = dict(columns)
    if not {"full_name", "given"} & {
        f for f, at in locked.columns["fields"].items() if at
    }:
        raise UnusableFileError(_("Chưa chọn cột họ và tên."))
    grid = read_upload(locked)
    lines = read_lines(
        grid.rows, first=locked.columns["first"], columns=locked.columns["fields"]
    )
    locked.version += 1
    locked.result = {"encoding": grid.encoding, "read": locked.version}
    keep_plan(locked, as_json(whole_plan(locked, lines)), at=at)
    return locked


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
