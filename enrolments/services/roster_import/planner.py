"""The verdict on each row of a roster, beside the people and units of its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agencies.directory import Entry as Unit
from enrolments.models import RosterImport
from enrolments.rosters.decisions import NEWCOMER, Decision
from enrolments.rosters.entries import Entry, read_entry
from enrolments.rosters.lines import Line
from enrolments.rosters.matching import Match, Person, Register
from enrolments.rosters.twins import Twins, twins_of
from enrolments.services.roster_import.meeting_people import (
    met,
    nameless,
    other_owner,
    said_by,
    unnamed,
)
from enrolments.services.roster_import.people import known_people, people_for
from enrolments.services.roster_import.places import Places
from enrolments.services.roster_import.shared import refuse_shared
from enrolments.services.roster_import.verdicts import Planned, Verdict


@dataclass(frozen=True)
class Draft:
    """A row of the file with what was decided about it, and how it reads then."""

    line: Line
    decision: Decision
    entry: Entry

    @property
    def who(self) -> str:
        """Who was chosen, as long as the row still bears that name."""
        return self.decision.who if self.decision.of == self.entry.full_name else ""


class Planner:
    """Reads rows against what is stored.

    `alone` is for one row on which no other depends: of the people only those whom it
    may mean are looked up.
    """

    def __init__(
        self, roster: RosterImport, lines: Sequence[Line], *, alone: bool = False
    ) -> None:
        self.roster, self.on = roster, roster.effective_on
        self.drafts = [self.draft(line) for line in lines]
        self.places = Places(roster)
        self.people = self.known(alone=alone)
        self.register = Register(p for p in self.people if self.is_ours(p))
        self.outside = Register(p for p in self.people if not self.is_ours(p))
        self.by_pk = {str(p.pk): p for p in self.people if self.is_ours(p)}
        self.taken: dict[int, int] = {}

    def draft(self, line: Line) -> Draft:
        decision = Decision.kept(self.roster.decisions, str(line.row))
        return Draft(line, decision, read_entry(decision.corrected(line), on=self.on))

    def known(self, *, alone: bool) -> list[Person]:
        chosen = [int(d.who) for d in self.drafts if d.who not in {"", NEWCOMER}]
        units = self.places.inside
        if alone:
            return people_for(self.drafts[0].entry, units, on=self.on, chosen=chosen)
        entries = [draft.entry for draft in self.drafts]
        return known_people(entries, units, on=self.on, chosen=chosen)

    def is_ours(self, person: Person) -> bool:
        """Works within the coordinator's units, or nowhere."""
        return person.agency_id is None or person.agency_id in self.places.inside

    def planned(self) -> list[Planned]:
        kept = [draft for draft in self.drafts if not draft.decision.skip]
        units = {d.line.row: self.unit_of(d) for d in kept}
        twins = twins_of(
            (d.entry, unit.pk) for d in kept if (unit := units[d.line.row])
        )
        found = [self.plan(d, units.get(d.line.row), twins) for d in self.drafts]
        return refuse_shared(found)

    def plan(self, draft: Draft, unit: Unit | None, twins: Twins) -> Planned:
        """The verdict on one row; what is wrong with it comes before whom it means."""
        entry, planned = draft.entry, self.blank(draft, unit)
        if draft.decision.skip:
            planned.verdict, planned.reasons = Verdict.SKIPPED, []
            return planned
        if entry.problems or unit is None:
            return planned
        if self.is_outside(entry):
            planned.reasons.append(self.not_ours())
            return planned
        match = self.match(draft, unit, twins)
        if match.doubt:
            planned.verdict = Verdict.DOUBTFUL
            planned.reasons.insert(0, match.doubt)
            return planned
        planned = self.decided(planned, entry, match)
        if not entry.full_name and match.person:
            return nameless(planned, match.person, is_chosen=bool(draft.who))
        return planned

    def unit_of(self, draft: Draft) -> Unit | None:
        """The unit a row names; where it has no name either, that of its person."""
        entry = draft.entry
        if entry.full_name:
            return self.places.unit_of(entry)
        person = self.by_pk.get(draft.who) or self.by_code(entry)
        if person is None:
            entry.problems.append(
                self.not_ours() if self.is_outside(entry) else unnamed(entry)
            )
            return None
        if entry.agency_code or entry.agency_names or person.agency_id is None:
            return self.places.unit_of(entry)
        return self.places.by_pk(person.agency_id)

    def by_code(self, entry: Entry) -> Person | None:
        return self.register.by_code.get(entry.staff_code.casefold())

    def blank(self, draft: Draft, unit: Unit | None) -> Planned:
        """The row with what it says, refused until something better is known."""
        entry = draft.entry
        mended = draft.decision.holding(draft.line)
        if "unit" in mended and unit:
            mended["unit"] = unit.name
        return Planned(
            row=entry.row,
            verdict=Verdict.REFUSED,
            full_name=entry.full_name,
            unit=unit.name if unit else ", ".join(entry.agency_names),
            staff_code=entry.staff_code,
            agency=unit.pk if unit else None,
            reasons=[*entry.problems, *entry.notes],
            said=draft.line.texts,
            mended=mended,
            who=self.chosen(draft),
            key=str(entry.row),
        )

    def chosen(self, draft: Draft) -> str:
        """Who was chosen: a staff code, or `new`; "" when nobody, or out of reach now."""
        person = self.by_pk.get(draft.who)
        return person.staff_code if person else draft.who * (draft.who == NEWCOMER)

    def match(self, draft: Draft, unit: Unit, twins: Twins) -> Match:
        """Whom the row means: who was chosen, else who fits."""
        entry = draft.entry
        if draft.who == NEWCOMER:
            return self.register.settled(entry, None)
        if person := self.by_pk.get(draft.who):
            return self.register.settled(entry, person)
        if not entry.full_name:
            return Match(self.by_code(entry))
        return self.register.find(entry, unit.pk, twins.get(entry.row, ()))

    def candidates(self) -> list[Person]:
        """Whom the first row could mean, best first: all in the coordinator's reach."""
        draft = self.drafts[0]
        unit = self.places.unit_of(draft.entry)
        found: list[Person | None] = [self.by_pk.get(draft.who)]
        if unit:
            match = self.register.find(draft.entry, unit.pk, ())
            found += [match.person, *match.candidates]
        found += self.register.named(draft.entry)
        return list({p.pk: p for p in found if p is not None}.values())

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
        """What the row does to the person it means, unless somebody stands in its way."""
        person = match.person
        planned.user = person.pk if person else None
        planned.after = said_by(entry) | {"unit": planned.unit}
        if refusal := self.refusal(entry, person):
            planned.reasons.insert(0, refusal)
            return planned
        if person is None:
            planned.verdict = Verdict.NEW
            if not entry.staff_code:
                planned.reasons.append(_("Chưa có mã cán bộ: hệ thống sẽ cấp mã."))
            return planned
        self.taken[person.pk] = entry.row
        return met(planned, person, self.places.names)

    def refusal(self, entry: Entry, person: Person | None) -> str:
        """Somebody whom another row means already, or an address of somebody else."""
        if person and person.pk in self.taken:
            return _("Cùng một người với dòng %(row)s.") % {
                "row": self.taken[person.pk]
            }
        return other_owner(entry, person, self.register)
