"""What the page that puts one row of a roster right shows and offers."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from agencies.directory import Entry as Unit
from enrolments.models import RosterImport
from enrolments.roster_pages import WAITING, as_shown
from enrolments.roster_row_words import person_words, unit_words
from enrolments.rosters.decisions import EDITABLE, NEWCOMER, Decision, original
from enrolments.rosters.matching import Person
from enrolments.services.roster_import import Planner
from enrolments.services.roster_import.verdicts import Planned, Verdict

ALIKE, FOUND = 5, 12


class RowDesk:
    """One row with the units and people it could mean: only those in reach.

    `asked` is what the coordinator looks for among the units, `chosen` the code of the
    one he or she has ticked.
    """

    def __init__(
        self, roster: RosterImport, planned: Planned, *, asked: str, chosen: str
    ) -> None:
        self.roster, self.planned = roster, planned
        self.asked, self.chosen = asked, chosen
        (self.shown,) = as_shown(roster, [planned])
        self.decision = Decision.kept(roster.decisions, planned.key)
        self.planner = Planner(roster, [planned.line], alone=True)

    @cached_property
    def hits(self) -> list[Unit]:
        return self.planner.places.search(self.asked, most=FOUND) if self.asked else []

    @cached_property
    def units(self) -> list[Unit]:
        """What was looked for, what is ticked, then what is written alike."""
        places = self.planner.places
        ticked = {self.chosen, self.values["unit"]} - {""}
        held = [u for u in places.directory.codes.values() if u.code in ticked]
        written = original(self.planned.line, "unit").split(", ")[0]
        found = [*self.hits, *held, *places.alike(written, most=ALIKE)]
        return [u for u in dict.fromkeys(found) if self.offers(u)]

    def offers(self, unit: Unit) -> bool:
        """In reach, and not what the file means anyway."""
        in_file = self.planned.agency if "unit" not in self.planned.mended else None
        return unit.pk in self.planner.places.inside and unit.pk != in_file

    @property
    def unit_choices(self) -> list[tuple[str, str]]:
        written = original(self.planned.line, "unit")
        stay = _("Như trong tệp: %(unit)s") % {"unit": written or _("(trống)")}
        return [("", stay), *((u.code, unit_words(u)) for u in self.units)]

    @cached_property
    def candidates(self) -> list[Person]:
        return self.planner.candidates()

    @property
    def asks_who(self) -> bool:
        """Whether there is anybody to choose, or a doubt to settle."""
        doubtful = self.planned.verdict == Verdict.DOUBTFUL
        return bool(self.candidates or self.planned.who or doubtful)

    @property
    def who_choices(self) -> list[tuple[str, str]]:
        names = self.planner.places.names
        people = [(p.uid, person_words(p, names)) for p in self.candidates]
        return [
            ("", _("Để hệ thống tự tìm")),
            *people,
            (NEWCOMER, _("Là người mới, chưa có trong hệ thống")),
        ]

    def key_of(self, who: str) -> str:
        """What is stored for the person ticked."""
        found = {person.uid: str(person.pk) for person in self.candidates}
        return found.get(who, who)

    @cached_property
    def values(self) -> dict[str, str]:
        """What the row says now: the file's cells with what was put right."""
        line = self.planned.line
        held = self.decision.holding(line)
        said = {name: held.get(name, original(line, name)) for name in EDITABLE}
        return said | {"unit": held.get("unit", "")}

    @property
    def initial(self) -> dict[str, Any]:
        uids = {str(person.pk): person.uid for person in self.candidates}
        who = self.planner.drafts[0].who
        return self.values | {"who": uids.get(who, who)}

    @property
    def next_key(self) -> str:
        """The next row of the file that would not be applied; "" after the last."""
        rows = [
            r["row"]
            for r in self.roster.plan
            if r["verdict"] in WAITING and r["key"] != self.planned.key
        ]
        later = [row for row in rows if row > self.planned.row]
        return str(min(later or rows, default=""))
