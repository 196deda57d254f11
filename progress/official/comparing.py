"""An issued report beside its recount: which rows changed, came and are missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from agencies.exports import Cell
from progress.official.content import Content, shown

NUMBERING = "TT"  # only says where a row stands


@dataclass
class Differences:
    """Rows by what became of them; nothing in it when the recount is equal."""

    changed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.changed or self.added or self.missing)


Rows = dict[tuple[str, int], Sequence[Cell]]


def differences(kept: Content, again: Content) -> Differences:
    """Compare unit by unit or person by person, in the columns whose facts have a day."""
    by_key = bool(kept.keys and again.keys)
    before, after = rows_of(kept, by_key=by_key), rows_of(again, by_key=by_key)
    pairs = [(before[key], after[key]) for key in before if key in after]
    pairs.append((kept.total or [], again.total or []))
    columns = columns_of(kept, again)
    return Differences(
        changed=[
            line for old, new in pairs if (line := changed(old, new, kept, columns))
        ],
        added=[named(row) for key, row in after.items() if key not in before],
        missing=[named(row) for key, row in before.items() if key not in after],
    )


def rows_of(content: Content, *, by_key: bool) -> Rows:
    """Each row by whom it is about; without keys by its name, the first of it first."""
    names = content.keys if by_key else [named(row) for row in content.rows]
    seen: Counter[str] = Counter()
    found: Rows = {}
    for name, row in zip(names, content.rows, strict=True):
        found[name, seen[name]] = row
        seen[name] += 1
    return found


def columns_of(kept: Content, again: Content) -> list[tuple[int, int]]:
    """Where a dated column stands in both; a meeting may have been put in between."""
    places = {column.title: at for at, column in enumerate(again.columns)}
    return [
        (at, places[column.title])
        for at, column in enumerate(kept.columns)
        if column.is_dated and column.title != NUMBERING and column.title in places
    ]


def changed(
    old: Sequence[Cell],
    new: Sequence[Cell],
    kept: Content,
    columns: Sequence[tuple[int, int]],
) -> str:
    """What is different between two rows of one person or unit; "" when nothing is."""
    parts = [
        f"{kept.columns[was].title} {shown(old[was]) or '–'} → {shown(new[now]) or '–'}"
        for was, now in columns
        if was < len(old) and now < len(new) and old[was] != new[now]
    ]
    return f"{named(new)}: {'; '.join(parts)}" if parts else ""


def named(row: Sequence[Cell]) -> str:
    """The first words of a row: its unit or person."""
    return next((cell for cell in row if isinstance(cell, str) and cell), "")
