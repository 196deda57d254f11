"""Putting single rows of a roster right before it is applied; nothing of people is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from enrolments.coordinating import coordinates
from enrolments.models import RosterImport
from enrolments.rosters.decisions import Decision
from enrolments.rosters.entries import Entry, read_entry
from enrolments.rosters.matching import Person
from enrolments.services.roster_import.people import (
    described,
    named_in,
    units_within,
    users,
)
from enrolments.services.roster_import.planning import (
    StaleRosterError,
    plan_import,
)
from enrolments.services.roster_import.plans import plan_again
from enrolments.services.roster_import.verdicts import Planned

State = RosterImport.State


class NotCorrectableError(ValueError):
    """The row, or the whole roster, cannot be put right any more; says why."""


@dataclass(frozen=True)
class Correction:
    """What a row is to say and whom it means, or that it is left out.

    `cells` holds the fields to set: the unit by its code; "" says nothing. `who` is the
    key of a person in reach, `new`, or "" to let the system find out; None of them
    leaves what was decided before.
    """

    cells: Mapping[str, str] = field(default_factory=dict)
    who: str | None = None
    skip: bool | None = None


def correct_row(
    *,
    roster: RosterImport,
    key: str,
    correction: Correction,
    seen: int | None = None,
    at: datetime,
) -> RosterImport:
    """Decide about one row and judge it again.

    `seen` is the version the coordinator was looking at: what somebody did to the row
    since is not undone. Raises NotCorrectableError and StaleRosterError.
    """
    return correct_rows(roster=roster, corrections={key: correction}, seen=seen, at=at)


@transaction.atomic
def correct_rows(
    *,
    roster: RosterImport,
    corrections: Mapping[str, Correction],
    seen: int | None = None,
    at: datetime,
) -> RosterImport:
    """Decide about several rows at once; see `correct_row`. Safe twice."""
    locked = held(roster, at=at)
    rows = {row["key"]: row for row in locked.plan}
    version = locked.version + 1
    for key, correction in corrections.items():
        if key not in rows:
            raise NotCorrectableError(_("Danh sách không có dòng này."))
        refuse_stale(locked, key, seen)
        decision = decided(locked, Planned(**rows[key]), correction)
        decision.version = version
        locked.decisions[key] = decision.as_json()
    locked.version = version
    plan_again(locked, set(corrections), at=at)
    return locked


def held(roster: RosterImport, *, at: datetime) -> RosterImport:
    """The roster, locked, while its rows may still be put right."""
    locked = RosterImport.objects.select_for_update().get(pk=roster.pk)
    if locked.state != State.PLANNED:
        raise NotCorrectableError(
            _("Danh sách đã được nhập hoặc chưa đọc xong nên không sửa dòng được.")
        )
    today = timezone.localdate(at)
    if not coordinates(
        locked.owner, locked.agency, today=today, on=locked.effective_on
    ):
        raise NotCorrectableError(_("Anh/chị không còn điều phối đơn vị này."))
    if any("key" not in row for row in locked.plan):  # planned before rows kept cells
        return plan_import(roster=locked, at=at)
    return locked


def refuse_stale(roster: RosterImport, key: str, seen: int | None) -> None:
    changed = Decision.kept(roster.decisions, key).version
    if seen is not None and max(changed, roster.result.get("read", 0)) > seen:
        raise StaleRosterError(
            _(
                "Dòng này vừa được sửa ở nơi khác. Xem kết quả hiện nay rồi lưu lại nếu vẫn cần; "
                "chưa có gì bị ghi đè."
            )
        )


def decided(roster: RosterImport, row: Planned, said: Correction) -> Decision:
    """The decision about a row as it stands after this correction."""
    decision = Decision.kept(roster.decisions, row.key)
    decision.correct(row.line, said.cells)
    if said.skip is not None:
        decision.skip = said.skip
    if said.who is not None:
        decision.who = said.who
        line = decision.corrected(row.line)
        decision.of = read_entry(line, on=roster.effective_on).full_name
    return decision


def person_in_reach(roster: RosterImport, staff_code: str) -> Person | None:
    """Whom the code belongs to, if the roster may speak of that person."""
    wanted = users(named_in([Entry(0, staff_code=staff_code)]))
    units = units_within(roster.agency, on=roster.effective_on)
    found = described(wanted, on=roster.effective_on)
    return next((p for p in found if p.agency_id in {*units, None}), None)
