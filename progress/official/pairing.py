"""Finding the rows and columns of one report again in another count of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from agencies.exports import Cell
from progress.official.content import Content

NUMBERING = "TT"  # only says where a row stands
Rows = dict[tuple[str, int], Sequence[Cell]]


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


def named(row: Sequence[Cell]) -> str:
    """The first words of a row: its unit or person."""
    return next((cell for cell in row if isinstance(cell, str) and cell), "")
