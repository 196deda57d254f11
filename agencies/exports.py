"""Tables as files: CSV for Excel and programs, XLSX with typed cells.

Pure writers: columns and rows in, a file out. Cells are text, whole numbers, dates,
moments, shares or None.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from accounts.formats import percent, vdate

BOM = "\ufeff"
RISKY = ("=", "+", "-", "@", "\t", "\r")
CONTROL = {code: " " for code in range(32) if chr(code) not in "\t\n\r"}


class Share(NamedTuple):
    """A percentage kept with its denominator; of nothing there is none."""

    part: int
    whole: int


@dataclass(frozen=True)
class Column:
    """A heading and the width, in characters, that its cells need."""

    heading: str
    width: int = 12


Cell = str | int | date | datetime | Share | None


@dataclass(frozen=True)
class Table:
    """What a file holds: its sheet's name, columns, rows, and notes for the reader."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    notes: Sequence[tuple[str, str]] = ()


def defused(text: str) -> str:
    """Text that no spreadsheet takes for a formula (CSV injection, OWASP)."""
    clean = text.translate(CONTROL)
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
    """One sheet with a frozen header, and one of notes when there are any."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.title[:31])
    sheet.freeze_panes = "A2"
    _set_widths(sheet, [column.width for column in table.columns])
    sheet.append([_heading(sheet, column.heading) for column in table.columns])
    for row in table.rows:
        sheet.append([_typed(sheet, cell) for cell in row])
    if table.notes:
        _add_notes(book, table.notes)
    book.save(target)


def _set_widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    for index, width in enumerate(widths):
        sheet.column_dimensions[chr(ord("A") + index)].width = width


def _heading(sheet: Worksheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, defused(text))
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="F2EBDF")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _typed(sheet: Worksheet, value: Cell) -> WriteOnlyCell | None:
    if value is None or value == "":
        return None
    if isinstance(value, Share):
        return (
            _formatted(sheet, value.part / value.whole, "0.00%")
            if value.whole
            else None
        )
    if isinstance(value, datetime):
        local = timezone.localtime(value).replace(tzinfo=None, microsecond=0)
        return _formatted(sheet, local, "dd/mm/yyyy hh:mm")
    if isinstance(value, date):
        return _formatted(sheet, value, "dd/mm/yyyy")
    if isinstance(value, str):
        return WriteOnlyCell(sheet, defused(value))
    return _formatted(sheet, value, "#,##0")


def _formatted(
    sheet: Worksheet, value: float | date, number_format: str
) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = number_format
    return cell


def _add_notes(book: Workbook, notes: Sequence[tuple[str, str]]) -> None:
    sheet = book.create_sheet(_("Ghi chú"))
    _set_widths(sheet, [26, 80])
    for term, text in notes:
        sheet.append([_heading(sheet, term), WriteOnlyCell(sheet, defused(text))])
