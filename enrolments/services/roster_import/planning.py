"""Reading a kept roster against what is stored: a verdict for every row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.collation import spelling_key
from agencies.directory import Entry as Unit
from agencies.workbooks import UnusableFileError
from enrolments.models import RosterImport
from enrolments.rosters.entries import Entry, read_entries
from enrolments.rosters.matching import Match, Person, Register, namesakes
from enrolments.services.roster_import.people import known_people
from enrolments.services.roster_import.places import Places
from enrolments.services.roster_import.uploads import read_upload
from enrolments.services.roster_import.verdicts import Planned, Verdict, iso

State = RosterImport.State
PLANNABLE = {State.UPLOADED, State.PLANNED}


@transaction.atomic
def plan_import(
    *,
    roster: RosterImport,
    columns: Mapping[str, list[int]] | None = None,
    at: datetime,
) -> RosterImport:
    """Say for each row what applying it would do; nothing of people is written.

    `columns` are those the coordinator corrected. Raises UnusableFileError, also when
    the roster was applied already.
    """
    locked = RosterImport.objects.select_for_update().get(pk=roster.pk)
    if locked.state not in PLANNABLE:
        raise UnusableFileError(_("Danh sách này đã được áp dụng, không xem lại được."))
    if columns is not None:
        locked.columns["fields"] = dict(columns)
    if not {"full_name", "given"} & {
        f for f, at in locked.columns["fields"].items() if at
    }:
        raise UnusableFileError(_("Chưa chọn cột họ và tên."))
    planner = Planner(locked)
    locked.plan = [planned.as_json() for planned in planner.planned()]
    locked.total, locked.done = len(locked.plan), 0
    locked.state, locked.changed_at = State.PLANNED, at
    locked.result = {"encoding": planner.grid.encoding}
    locked.save()
    return locked


class Planner:
    """The rows of a roster beside the people and units of the day it holds from."""

    def __init__(self, roster: RosterImport) -> None:
        self.roster, self.on = roster, roster.effective_on
        self.grid = read_upload(roster)
        self.entries = read_entries(
            self.grid.rows,
            first=roster.columns["first"],
            columns=roster.columns["fields"],
            on=self.on,
        )
        self.places = Places(roster)
        self.people = known_people(self.entries, self.places.inside, on=self.on)
        self.register = Register(p for p in self.people if self.is_ours(p))
        self.outside = Register(p for p in self.people if not self.is_ours(p))
        self.taken: dict[int, int] = {}

    def is_ours(self, person: Person) -> bool:
        """Works within the coordinator's units, or nowhere."""
        return person.agency_id is None or person.agency_id in self.places.inside

    def planned(self) -> list[Planned]:
        placed = [(entry, self.places.unit_of(entry)) for entry in self.entries]
        same = namesakes((e, u.pk) for e, u in placed if u)
        found = [self.plan(entry, unit, same) for entry, unit in placed]
        found = refuse_shared(found)
        return found + (self.leavers() if self.roster.is_complete else [])

    def plan(self, entry: Entry, unit: Unit | None, same: Any) -> Planned:
        """The verdict on one row; what is wrong with it comes before whom it means."""
        planned = Planned(
            row=entry.row,
            verdict=Verdict.REFUSED,
            full_name=entry.full_name,
            unit=unit.name if unit else ", ".join(entry.agency_names),
            staff_code=entry.staff_code,
            agency=unit.pk if unit else None,
            reasons=[*entry.problems, *entry.notes],
        )
        if entry.problems or unit is None:
            return planned
        if self.is_outside(entry):
            planned.reasons.append(self.not_ours())
            return planned
        key = (spelling_key(entry.full_name), unit.pk)
        match = self.register.find(entry, unit.pk, same[key])
        if match.doubt:
            planned.verdict = Verdict.DOUBTFUL
            planned.reasons.insert(0, match.doubt)
            return planned
        return self.decided(planned, entry, match)

    def is_outside(self, entry: Entry) -> bool:
        """A code or an address of somebody whom this coordinator may not touch."""
        out = self.outside
        return bool(
            out.by_code.get(entry.staff_code.casefold())
            or out.by_email.get(entry.email)
            or out.by_phone.get(entry.phone)
        )

    def not_ours(self) -> str:
        """The same words wherever that person works: a roster is no way to find out."""
        return _(
            "Mã cán bộ, thư điện tử hoặc điện thoại này là của người ngoài phạm vi anh/chị "
            "điều phối. Đề nghị điều phối viên cấp trên chuyển người này."
        )

    def decided(self, planned: Planned, entry: Entry, match: Match) -> Planned:
        person = match.person
        planned.after = said_by(entry) | {"unit": planned.unit}
        if person is None:
            planned.verdict = Verdict.NEW
            if not entry.staff_code:
                planned.reasons.append(_("Chưa có mã cán bộ: hệ thống sẽ cấp mã."))
            return planned
        if person.pk in self.taken:
            planned.reasons.insert(
                0,
                _("Cùng một người với dòng %(row)s.") % {"row": self.taken[person.pk]},
            )
            return planned
        if owner := self.other_owner(entry, person):
            planned.reasons.insert(0, owner)
            return planned
        self.taken[person.pk] = entry.row
        planned.user, planned.staff_code = person.pk, person.staff_code
        planned.before = self.before(person)
        planned.after.setdefault("position", person.position)
        planned.verdict = self.verdict(planned, person)
        return planned

    def other_owner(self, entry: Entry, person: Person) -> str:
        """An address that somebody else has already."""
        for value, owners in (
            (entry.email, self.register.by_email),
            (entry.phone, self.register.by_phone),
        ):
            if value and owners.get(value, person).pk != person.pk:
                return _("“%(value)s” là của một người khác.") % {"value": value}
        return ""

    def before(self, person: Person) -> dict[str, Any]:
        return {
            "full_name": person.full_name,
            "birth_on": iso(person.birth_on),
            "email": person.email,
            "phone": person.phone,
            "position": person.position,
            "unit": self.places.names.get(person.agency_id, ""),
            "agency": person.agency_id,
        }

    def verdict(self, planned: Planned, person: Person) -> Verdict:
        if not person.is_active:
            planned.reasons.insert(
                0, _("Tài khoản đang bị khóa: người quản trị mở lại trước.")
            )
            return Verdict.REFUSED
        if person.agency_id != planned.agency:
            return Verdict.MOVED
        return Verdict.CHANGED if planned.changes else Verdict.UNCHANGED

    def leavers(self) -> list[Planned]:
        """People of the units the file names who are in no row of it.

        A row that was refused or is in doubt may mean one of them, so that nobody of
        that name is taken for gone.
        """
        unsure = {spelling_key(entry.full_name) for entry in self.entries}
        return [
            Planned(
                row=0,
                verdict=Verdict.LEFT,
                full_name=person.full_name,
                unit=self.places.names.get(person.agency_id, ""),
                staff_code=person.staff_code,
                user=person.pk,
                agency=person.agency_id,
                before=self.before(person),
                reasons=[_("Có trong hệ thống, không có trong danh sách đầy đủ này.")],
            )
            for person in self.people
            if person.agency_id in self.places.named
            and person.pk not in self.taken
            and spelling_key(person.full_name) not in unsure
        ]


def said_by(entry: Entry) -> dict[str, Any]:
    """What the row says, without what it is silent about."""
    said = {
        "full_name": entry.full_name,
        "birth_on": iso(entry.birth_on),
        "email": entry.email,
        "phone": entry.phone,
        "position": entry.position,
    }
    return {name: value for name, value in said.items() if value}


def refuse_shared(rows: list[Planned]) -> list[Planned]:
    """Two rows of a file cannot have one code, nor share an address."""
    for name in ("staff_code", "email", "phone"):
        seen: dict[str, int] = {}
        for planned in rows:
            said = (
                planned.staff_code
                if name == "staff_code"
                else planned.after.get(name, "")
            )
            if not said or planned.verdict == Verdict.REFUSED:
                continue
            if said.casefold() in seen:
                planned.verdict = Verdict.REFUSED
                planned.reasons.insert(
                    0,
                    _("“%(value)s” đã có ở dòng %(row)s.")
                    % {"value": said, "row": seen[said.casefold()]},
                )
            seen.setdefault(said.casefold(), planned.row)
    return rows
