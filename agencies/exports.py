"""Tables as files: CSV for Excel and programs, XLSX with typed cells.

Pure writers: columns and rows in, a file out. Cells are text, whole numbers, dates,
moments, shares or None.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import chain
from typing import IO, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.formats import percent, vdate
from agencies import xlsx

BOM = "\ufeff"
RISKY = ("=", "+", "-", "@", "\t", "\r")
NOTES = [26, 70]  # widths: the term, and what is said of it
CONTROL = {code: " " for code in range(32) if chr(code) not in "\t\n\r"}


class Share(NamedTuple):
    """A percentage kept with its denominator; of nothing there is none."""

    part: int
    whole: int


class Plain(int):
    """A number that counts nothing, such as a year: set without separators."""


@dataclass(frozen=True)
class Column:
    """A heading and the width, in characters, that its cells need."""

    heading: str
    width: int = 12


Cell = str | int | date | datetime | Share | None


@dataclass(frozen=True)
class Table:
    """What a file holds: its sheet's name, columns, rows, and notes for the reader.

    `on_paper` heads the printed page; a sheet's name is too short for it.
    """

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    notes: Sequence[tuple[str, str]] = ()
    on_paper: str = ""


def defused(text: str) -> str:
    """Text that no spreadsheet takes for a formula (CSV injection, OWASP)."""
    # Nearly every cell is harmless, and there are a million of them.
    clean = text if text.isprintable() else text.translate(CONTROL)
    return f"'{clean}" if clean.lstrip(" \n").startswith(RISKY) else clean


def written(cell: Cell) -> str | int:
    """A cell as a CSV has it: dates and percentages as Vietnamese offices write them."""
    if cell is None:
        return ""
    if isinstance(cell, Share):
        return percent(*cell) if cell.whole else ""
    if isinstance(cell, date):
        return vdate(cell)
    return defused(cell) if isinstance(cell, str) else cell


def csv_lines(table: Table) -> Iterator[str]:
    """Line by line, with commas and CRLF (RFC 4180); the caller adds a BOM for Excel."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([defused(column.heading) for column in table.columns])
    yield _taken(buffer)
    for row in table.rows:
        writer.writerow([written(cell) for cell in row])
        yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    line = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return line


def write_xlsx(table: Table, target: IO[bytes]) -> None:
    """One sheet with a frozen header, and one of notes when there are any.

    Raises TooManyRows.
    """
    zone = timezone.get_current_timezone()  # asked once: it costs more than a cell
    lines = ([_typed(cell, zone) for cell in row] for row in table.rows)
    with xlsx.Book(target) as book:
        book.add_sheet(
            table.title,
            chain([[_heading(column.heading) for column in table.columns]], lines),
            widths=[column.width for column in table.columns],
            frozen=True,
            heights=[_heading_height(table.columns)],
            on_paper=table.on_paper or table.title,
        )
        if table.notes:
            _add_notes(book, table.notes)


def _heading_height(columns: Sequence[Column]) -> int:
    return xlsx.height([c.heading for c in columns], [c.width for c in columns])


def _add_notes(book: xlsx.Book, notes: Sequence[tuple[str, str]]) -> None:
    book.add_sheet(
        _("Ghi chú"),
        (
            [_heading(term), xlsx.text(defused(said), xlsx.PROSE)]
            for term, said in notes
        ),
        widths=NOTES,
        heights=[xlsx.height(note, NOTES) for note in notes],
    )


def _heading(text: str) -> str:
    return xlsx.text(defused(text), xlsx.HEADING)


def _typed(value: Cell, zone: tzinfo) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return xlsx.text(defused(value))
    if isinstance(value, Share):
        part = value.part / value.whole if value.whole else None
        return None if part is None else xlsx.number(part, xlsx.SHARE)
    if isinstance(value, datetime):
        return xlsx.moment(value.astimezone(zone))
    if isinstance(value, date):
        return xlsx.day(value)
    kind = xlsx.PLAIN if isinstance(value, Plain) else xlsx.COUNT
    return xlsx.number(value, kind)
