"""Rows of one file that may be the same person written twice; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from accounts.collation import spelling_key
from enrolments.rosters.entries import Entry

Twins = Mapping[int, list[int]]


def twins_of(entries: Iterable[tuple[Entry, int]]) -> Twins:
    """For each row, the others without a code that nothing tells from it.

    One name with one birthday, in whichever unit and whatever telephones they give; or
    in one unit one name and nothing else. Who gives another e-mail is another person.
    """
    alike: dict[tuple, list[Entry]] = defaultdict(list)
    for entry, agency in entries:
        if key := sameness(entry, agency):
            alike[key].append(entry)
    return {
        entry.row: [
            other.row for other in group if other is not entry and is_like(entry, other)
        ]
        for group in alike.values()
        for entry in group
    }


def sameness(entry: Entry, agency: int) -> tuple:
    """What rows must have in common; nothing where a code or an address decides."""
    if entry.staff_code or not entry.full_name:
        return ()
    name = spelling_key(entry.full_name)
    if entry.birth_on:
        return name, entry.birth_on
    return () if entry.email or entry.phone else (name, agency)


def is_like(entry: Entry, other: Entry) -> bool:
    """Neither an e-mail of their own, nor a shared address, decides."""
    shares = entry.phone and entry.phone == other.phone
    return not shares and not (entry.email and other.email)
