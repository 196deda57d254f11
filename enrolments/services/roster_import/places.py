"""Which unit a row of a roster names, and whether the coordinator reaches it."""

from __future__ import annotations

import difflib
from functools import cached_property

from django.utils.translation import gettext as _

from agencies.directory import Entry as Unit
from agencies.directory import UnknownAgencyError, name_key
from agencies.services import directory
from enrolments.models import RosterImport
from enrolments.rosters.entries import Entry
from enrolments.services.roster_import.people import units_within


class Places:
    """The units of the day a roster holds from, and those it may touch."""

    def __init__(self, roster: RosterImport) -> None:
        self.own_code = roster.agency.code
        self.directory = directory(on=roster.effective_on)
        self.names = {e.pk: e.name for e in self.directory.codes.values()}
        self.inside = units_within(roster.agency, on=roster.effective_on)
        self.named: set[int] = set()

    def unit_of(self, entry: Entry) -> Unit | None:
        """The unit a row names; a sentence in the entry when there is none."""
        try:
            unit = self.look_up(entry)
        except UnknownAgencyError as error:
            entry.problems.append(f"{error} {self.nearest(entry)}".strip())
            return None
        if unit.pk not in self.inside:
            entry.problems.append(
                _("“%(unit)s” không thuộc phạm vi của danh sách này.")
                % {"unit": unit.name}
            )
            return None
        self.named.add(unit.pk)
        return unit

    def look_up(self, entry: Entry) -> Unit:
        if entry.agency_code:
            return self.directory.by_code(entry.agency_code)
        if not entry.agency_names:
            if len(self.inside) == 1:
                return self.directory.by_code(self.own_code)
            raise UnknownAgencyError(_("Dòng không ghi đơn vị."))
        first, *above = entry.agency_names
        try:
            return self.directory.by_name(first)
        except UnknownAgencyError:
            # "Xã Hòa Long" beside "Thành phố Bà Rịa", or a room beside its unit.
            tries = [name for upper in above for name in (f"{first}, {upper}", upper)]
            found = next(filter(None, map(self.only, tries)), None)
            if found is None:
                raise
            return found

    def by_pk(self, pk: int) -> Unit | None:
        """The unit that somebody works in."""
        return next((u for u in self.directory.codes.values() if u.pk == pk), None)

    def only(self, name: str) -> Unit | None:
        try:
            return self.directory.by_name(name)
        except UnknownAgencyError:
            return None

    def nearest(self, entry: Entry) -> str:
        """ "Did you mean" for a unit whose name is almost right."""
        found = self.alike((entry.agency_names or [""])[0], most=1, cutoff=0.75)
        return _("Có phải “%(name)s”?") % {"name": found[0].name} if found else ""

    def alike(self, written: str, *, most: int, cutoff: float = 0.5) -> list[Unit]:
        """The units in reach whose names come nearest to what is written, best first."""
        key = name_key(written)
        near = difflib.get_close_matches(key, self.reachable, n=most, cutoff=cutoff)
        return [unit for name in near for unit in self.reachable[name]][:most]

    def search(self, asked: str, *, most: int) -> list[Unit]:
        """The units in reach with that code or with these words in their name."""
        words, code = name_key(asked), asked.strip().casefold()
        found = [
            unit
            for name, units in self.reachable.items()
            for unit in units
            if words in name or unit.code.casefold() == code
        ]
        exact = [u for u in found if code == u.code.casefold()]
        exact += [u for u in found if name_key(u.name) == words and u not in exact]
        return [*exact, *(u for u in found if u not in exact)][:most]

    @cached_property
    def reachable(self) -> dict[str, list[Unit]]:
        """The units that the roster may touch by what all spellings share."""
        found: dict[str, list[Unit]] = {}
        for unit in self.directory.codes.values():
            if unit.pk in self.inside:
                found.setdefault(name_key(unit.name), []).append(unit)
        return found
