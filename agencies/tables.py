"""Tables as offices send them: CSV in UTF-8 and XLSX, read into plain cells.

Pure: bytes in, cells out. What cannot be read at all is `UnusableFileError`, with a
sentence for the sender; a bad cell is the reader's business (`RowError`).
"""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from accounts.collation import fold
from accounts.formats import file_size
from agencies.workbooks import UnusableFileError, read_workbook

MAX_BYTES = 20_000_000
HEADER_WITHIN = 20  # offices put a title and a date above the header
FOREIGN = {
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "XLS (Excel 97-2003)",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"{\\rt": "RTF",
}

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # text all the same: say what to do

Cell = str | int | float | bool | date


@dataclass(frozen=True)
class RowError:
    """What is wrong in one cell; `row` as a spreadsheet counts, the first row is 1."""

    row: int | None
    column: str | None
    message: str
    file: str = ""

    def as_json(self) -> dict:
        found = {"row": self.row, "column": self.column, "message": self.message}
        return found | ({"file": self.file} if self.file else {})

    def __str__(self) -> str:
        place = [self.file] if self.file else []
        if self.row is not None:
            place.append(_("dòng %(row)s") % {"row": self.row})
        if self.column:
            place.append(_("cột “%(column)s”") % {"column": self.column})
        return f"{', '.join(place)}: {self.message}" if place else self.message


@dataclass
class ImportReport:
    """What an import did, in the words every import command prints."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)
    extra: dict[str, int] = field(default_factory=dict)

    @property
    def refused(self) -> int:
        """Rows with an error; what concerns no single row counts once."""
        return len({(error.file, error.row) for error in self.errors})

    def as_json(self) -> dict:
        return {
            "created": self.created,
            "updated": self.updated,
            **self.extra,
            "unchanged": self.unchanged,
            "refused": self.refused,
            "errors": [error.as_json() for error in self.errors],
        }


@dataclass(frozen=True)
class Line:
    """One row below the header: its number in the file and its cells by field."""

    row: int
    cells: Mapping[str, Cell]

    def text(self, name: str) -> str:
        """The cell as text in NFC, with single spaces; "" where there is none."""
        return as_text(self.cells.get(name, ""))


@dataclass(frozen=True)
class Table:
    """The rows of a file with each recognised column's heading as it was written."""

    headings: Mapping[str, str]
    lines: list[Line]


def as_text(cell: Cell) -> str:
    """A cell as its reader typed it: a number without the ".0" of spreadsheets."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(unicodedata.normalize("NFC", str(cell)).split())


def read_file(path: Path) -> bytes:
    """The bytes of a file of bearable size; raises UnusableFileError."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnusableFileError(
                _("Tệp nặng %(size)s, nhiều hơn %(most)s. Hãy chia thành nhiều tệp.")
                % {"size": file_size(size), "most": file_size(MAX_BYTES)}
            )
        return path.read_bytes()
    except OSError as error:
        raise UnusableFileError(
            _("Không đọc được tệp “%(path)s”: %(why)s.")
            % {"path": path, "why": error.strerror}
        ) from error


def read_table(
    content: bytes,
    *,
    columns: Mapping[str, Iterable[str]],
    required: Iterable[str],
    sheet: str | None = None,
) -> Table:
    """The rows below the header of a CSV or XLSX.

    `columns` maps each field to the headings it may have; they are compared without
    case, marks and punctuation. Raises UnusableFileError.
    """
    rows = read_workbook(content, sheet) if content[:2] == b"PK" else read_csv(content)
    at, headings = find_header(rows, columns)
    check_header(headings, columns, required)
    places = {index: name for index, (name, _heading) in headings.items()}
    lines = [
        Line(number, {places[i]: cell for i, cell in enumerate(row) if i in places})
        for number, row in enumerate(rows[at + 1 :], start=at + 2)
        if any(as_text(cell) for cell in row)
    ]
    return Table(dict(headings.values()), lines)


def read_csv(content: bytes) -> list[list[Cell]]:
    """The rows of a CSV in UTF-8, with or without BOM, parted by comma, semicolon or tab."""
    text = decode(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    try:
        return list(
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        )
    except csv.Error as error:
        raise UnusableFileError(
            _("Tệp CSV viết sai, thường do thiếu dấu nháy kép: %(why)s.")
            % {"why": error}
        ) from error


def decode(content: bytes) -> str:
    for start, kind in FOREIGN.items():
        if content.startswith(start):
            raise UnusableFileError(
                _("Đây là tệp %(kind)s. Hãy gửi tệp CSV hoặc XLSX.") % {"kind": kind}
            )
    if b"\0" in content and not content.startswith(UTF_16):
        raise UnusableFileError(
            _("Đây không phải là tệp bảng. Hãy gửi tệp CSV hoặc XLSX.")
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnusableFileError(
            _(
                "Tệp không ở bảng mã UTF-8 (dòng %(line)s). Trong Excel chọn Lưu thành "
                "“CSV UTF-8” hoặc gửi tệp XLSX."
            )
            % {"line": line}
        ) from error
    return text


def heading_key(heading: Cell) -> str:
    """What two spellings of a heading have in common: "Mã cán bộ *" is "macanbo"."""
    return "".join(c for c in fold(as_text(heading)) if c.isalnum())


Headings = dict[int, tuple[str, str]]


def find_header(
    rows: list[list[Cell]], columns: Mapping[str, Iterable[str]]
) -> tuple[int, Headings]:
    """The row that names the most columns among the first ones, and what it names."""
    names = {
        heading_key(h): name for name, known in columns.items() for h in (name, *known)
    }
    found: list[Headings] = [
        {
            i: (names[heading_key(cell)], as_text(cell))
            for i, cell in enumerate(row)
            if heading_key(cell) in names
        }
        for row in rows[:HEADER_WITHIN]
    ]
    if not found:
        raise UnusableFileError(_("Tệp không có dòng nào."))
    at = max(
        range(len(found)), key=lambda i: len({name for name, _h in found[i].values()})
    )
    return at, found[at]


def check_header(
    headings: Headings, columns: Mapping[str, Iterable[str]], required: Iterable[str]
) -> None:
    names = [name for name, _heading in headings.values()]
    missing = [
        next(iter(columns[name]), name) for name in required if name not in names
    ]
    if missing:
        raise UnusableFileError(
            _("Tệp thiếu cột: %(columns)s.") % {"columns": ", ".join(missing)}
        )
    twice = [heading for name, heading in headings.values() if names.count(name) > 1]
    if twice:
        raise UnusableFileError(
            _("Hai cột cùng một nghĩa: %(columns)s. Hãy bỏ bớt một cột.")
            % {"columns": ", ".join(twice)}
        )
