"""An issued report beside its recount: which rows changed, came and are missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from agencies.exports import Cell
from progress.official.content import Content, shown
from progress.official.pairing import columns_of, named, rows_of


@dataclass
class Differences:
    """Rows by what became of them; nothing in it when the recount is equal."""

    changed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.changed or self.added or self.missing)


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
