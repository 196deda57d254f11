"""Headings on several rows: which rows belong to them, and what stands above a column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.collation import fold
from agencies.tables import Cell
from enrolments.rosters.words import field_of, is_part, is_unread

ABOVE_ALL = re.compile(
    r"^(danh sach|cong hoa xa hoi|doc lap|uy ban|ubnd|kem theo|bieu mau|\(?kem)"
)
LONGEST_HEADING = 80


@dataclass(frozen=True)
class Title:
    """The heading of one column: its own words, and those of the groups above it.

    `is_carried`: the group's words stand over a column further left, not merged.
    """

    leaf: str
    above: tuple[str, ...] = ()
    is_carried: bool = False

    @property
    def text(self) -> str:
        said = (self.leaf,) if self.is_carried else (*self.above, self.leaf)
        return " ".join(dict.fromkeys(part for part in said if part))

    @property
    def top(self) -> str:
        return self.above[0] if self.above else self.leaf


def titles_of(rows: Sequence[Sequence[str]]) -> list[Title]:
    """The headings of all columns, from the rows that make them up."""
    titles: list[Title] = []
    for index in range(max(map(len, rows))):
        column = [row[index] if index < len(row) else "" for row in rows]
        said = tuple(dict.fromkeys(part for part in column if part))
        title = Title(said[-1], said[:-1]) if said else Title("")
        left = titles[-1] if titles else title
        if len(said) == 1 and not column[0] and left.above:
            title = Title(title.leaf, left.above, is_carried=True)
        titles.append(title)
    return titles


def is_title(row: Sequence[str]) -> bool:
    """A row above the table: what the list is, who made it."""
    said = list(dict.fromkeys(filter(None, row)))
    if any(ABOVE_ALL.search(fold(text)) or ": " in text for text in said):
        return True
    filled = sum(map(bool, row))
    return len(said) == 1 and (not field_of(said[0]) or filled * 2 > len(row))


def continues(
    titles: Sequence[Title], lower: Sequence[str], cells: Sequence[Cell]
) -> bool:
    """Whether the next row goes on with the headings: it repeats what is merged, or
    says which part of a group a column holds. A person's row never does: the cell under
    "Họ và tên" is then no part of a heading.
    """
    goes_on = False
    group = ""
    for title, text, cell in zip(titles, lower, cells, strict=False):
        group = title.leaf or group
        if not text:
            continue
        if text == title.leaf:
            goes_on = True
        elif not isinstance(cell, str) or not fits(title.leaf, group, text):
            return False
        else:
            goes_on = goes_on or says_something(group, text)
    return goes_on


def fits(upper: str, group: str, text: str) -> bool:
    """Whether a text may be a heading under the upper one, or beside it under a group."""
    if len(text) > LONGEST_HEADING or any(char.isdigit() for char in text):
        return False
    if upper and is_unread(upper):
        return False  # below "STT" stands a number, not a heading
    name = field_of(upper)
    goes_on = text[0].islower() and name not in {"full_name", "family", "given"}
    return not name or goes_on or says_something(group, text)


def says_something(group: str, text: str) -> bool:
    """Names a column, says which part of a group it is, or how to fill it in."""
    hint = text.startswith("(") and text.endswith(")")
    known = is_unread(text) or bool(field_of(text))
    return hint or known or is_part(field_of(group), text)
