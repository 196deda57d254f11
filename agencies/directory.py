"""Finding an agency by what an office writes: its code, or its name in some spelling."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.collation import fold

COMMITTEE = ("ubnd ", "uy ban nhan dan ")


class Entry(NamedTuple):
    """An agency as it stands on the day asked for."""

    pk: int
    code: str
    name: str
    parent_name: str


class UnknownAgencyError(LookupError):
    """No agency, or more than one, is meant; the message says what to write."""


class Directory:
    """The agencies of one day. "UBND xã Hoà Long" and "Xã Hòa Long" are one name."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.codes: dict[str, Entry] = {}
        self.names: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            self.codes[entry.code.casefold()] = entry
            names = {entry.name, f"{entry.name}, {entry.parent_name}"}
            for key in {name_key(name) for name in names}:
                self.names[key].append(entry)

    def by_code(self, code: str) -> Entry:
        if entry := self.codes.get(code.casefold()):
            return entry
        raise UnknownAgencyError(_("Không có đơn vị mã %(code)s.") % {"code": code})

    def by_name(self, name: str) -> Entry:
        found = self.names.get(name_key(name), [])
        if len(found) > 1:
            same = [e for e in found if e.name.casefold() == name.casefold()]
            found = same if len(same) == 1 else found
        if len(found) == 1:
            return found[0]
        if not found:
            raise UnknownAgencyError(
                _("Không có đơn vị tên “%(name)s”.") % {"name": name}
            )
        raise UnknownAgencyError(
            _("Tên “%(name)s” là của %(count)s đơn vị (%(codes)s). Hãy ghi mã đơn vị.")
            % {
                "name": name,
                "count": len(found),
                "codes": ", ".join(sorted(entry.code for entry in found)),
            }
        )


def name_key(name: str) -> str:
    """What all spellings of a name have in common."""
    key = " ".join(fold(name).split()).replace(" ,", ",")
    for prefix in COMMITTEE:
        key = key.removeprefix(prefix)
    return key
