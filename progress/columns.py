"""The columns of the table by agency: how they sort, and which rows stand open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from progress.reports import Row

Key = Callable[[Row], Any]


def _rate(part: str, whole: str) -> Key:
    """A rate to sort by; what has no denominator comes after all others."""

    def key(row: Row) -> tuple[bool, float]:
        n = row.figures
        of = getattr(n, whole)
        return (not of, getattr(n, part) / of if of else 0)

    return key


SORTS: dict[str, Key] = {
    "name": lambda row: row.sort_key,
    "assigned": lambda row: row.figures.assigned,
    "started": lambda row: row.figures.started,
    "completed": lambda row: row.figures.completed,
    "rate": _rate("completed", "assigned"),
    "passed": _rate("passed", "completed"),
    "waiting": lambda row: row.figures.not_started,
}


@dataclass(frozen=True)
class Heading:
    """A column's title with the sort that its link asks for."""

    label: str
    link: str
    direction: str


def headings(sort: str) -> list[Heading]:
    labels = {
        "name": _("Đơn vị"),
        "assigned": _("Được cử"),
        "started": _("Tham gia"),
        "completed": _("Hoàn thành"),
        "rate": _("Tỷ lệ hoàn thành"),
        "passed": _("Tỷ lệ đạt"),
        "waiting": _("Chưa tham gia"),
    }
    chosen = sort.removeprefix("-")
    direction = "descending" if sort.startswith("-") else "ascending"
    return [
        Heading(
            label, f"-{key}" if sort == key else key, direction if key == chosen else ""
        )
        for key, label in labels.items()
    ]


def sorted_rows(rows: list[Row], sort: str) -> list[Row]:
    """By a column, the unit's own people first, opened children under their unit."""
    key = SORTS[sort.lstrip("-")]
    order = {"key": key, "reverse": sort.startswith("-")}
    result = [row for row in rows if row.is_own and row.level == 1]
    for row in sorted((r for r in rows if r.level == 1 and not r.is_own), **order):
        inner = [r for r in rows if r.level == 2 and r.parent == row.code]
        own = [r for r in inner if r.is_own]
        result += [row, *own, *sorted((r for r in inner if not r.is_own), **order)]
    return result


@dataclass(frozen=True)
class Line:
    """A row of the table and which rows are open."""

    row: Row
    opened: frozenset[str]

    @property
    def is_open(self) -> bool:
        return (
            self.row.level == 1 and not self.row.is_own and self.row.code in self.opened
        )

    @property
    def toggled(self) -> str | None:
        """The open rows once this one is opened or shut, as the address has them."""
        return ",".join(sorted(self.opened ^ {self.row.code})) or None
