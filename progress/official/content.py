"""What a report says, plain enough to be kept for ever: words, columns, rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.formats import number, percent, vdate
from agencies.exports import Cell, Column, Share, Table


@dataclass(frozen=True)
class Heading:
    """A column: its title, its width in characters, and whether facts have their day.

    What is not dated (a name, a telephone number) may be corrected later without the
    report having been wrong.
    """

    title: str
    width: int = 12
    is_dated: bool = True


@dataclass(frozen=True)
class Content:
    """A whole report: title, sentences above the table, the table, and its total.

    `keys` say whom or what each row is about, so that a recount finds the same row
    again; a report issued before they were kept has none.
    """

    title: str
    columns: Sequence[Heading]
    rows: Sequence[Sequence[Cell]]
    summary: Sequence[str] = ()
    total: Sequence[Cell] | None = None
    caption: str = ""
    notes: Sequence[str] = field(default_factory=tuple)
    keys: Sequence[str] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "caption": self.caption,
            "summary": list(self.summary),
            "columns": [[c.title, c.width, c.is_dated] for c in self.columns],
            "rows": [[stored(cell) for cell in row] for row in self.rows],
            "total": self.total and [stored(cell) for cell in self.total],
            "notes": list(self.notes),
            "keys": list(self.keys),
        }

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Content:
        return cls(
            title=kept["title"],
            columns=[Heading(*column) for column in kept["columns"]],
            rows=[[read(cell) for cell in row] for row in kept["rows"]],
            summary=kept["summary"],
            total=kept["total"] and [read(cell) for cell in kept["total"]],
            caption=kept["caption"],
            notes=kept["notes"],
            keys=kept.get("keys", ()),
        )

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        """The rows for people: each cell as text, with how it is set."""
        return [[(shown(cell), setting(cell)) for cell in row] for row in self.rows]

    @property
    def total_line(self) -> list[tuple[str, str]]:
        return [(shown(cell), setting(cell)) for cell in self.total or []]

    def table(self, notes: Sequence[tuple[str, str]] = ()) -> Table:
        """The same as a sheet of typed cells, the total as its last row."""
        rows = [*self.rows, self.total] if self.total else self.rows
        columns = [Column(c.title, c.width) for c in self.columns]
        name = self.caption or self.title
        return Table(name, columns, rows, notes, on_paper=self.title)


def stored(cell: Cell) -> Any:
    if isinstance(cell, Share):
        return {"part": cell.part, "whole": cell.whole}
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    return cell


def read(cell: Any) -> Cell:
    if isinstance(cell, dict):
        if "date" in cell:
            return date.fromisoformat(cell["date"])
        return Share(cell["part"], cell["whole"])
    return cell


def shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Share):
        return percent(*cell)
    if isinstance(cell, date):
        return vdate(cell)
    return cell if isinstance(cell, str) else number(cell)


def setting(cell: Cell) -> str:
    """The class of a table's cell: figures to the right, the rest to the left."""
    return (
        "n" if isinstance(cell, Share | int) else "d" if isinstance(cell, date) else ""
    )
