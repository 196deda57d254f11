"""XLSX read safely: what unpacks to too much is refused before it is unpacked.

A workbook of some kilobytes may inflate to gigabytes, or place one cell at XFD1048576
so that the rectangle of its cells fills the memory. So it is measured in a stream
first, and only then given to the fast reader.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from datetime import date
from xml.parsers import expat

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from accounts.formats import file_size

MAX_UNPACKED = 200_000_000
MAX_ENTRIES = 2_000
MAX_CELLS = 3_000_000
CHUNK = 1 << 16
CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class UnusableFileError(ValueError):
    """The file as a whole cannot be used; the message says why and what to do."""


def read_workbook(
    content: bytes, sheet: str | None = None
) -> list[list[str | int | float | bool | date]]:
    """The cells of a sheet, the first one unless named, from row 1 and column A on.

    Raises UnusableFileError.
    """
    check_archive(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        name = sheet_name(book, sheet)
        return book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except PasswordError as error:
        raise UnusableFileError(
            _("Tệp có mật khẩu. Hãy gỡ mật khẩu rồi gửi lại.")
        ) from error
    except CalamineError as error:
        raise broken() from error


def read_merged(
    content: bytes, sheet: str | None = None
) -> list[list[str | int | float | bool | date]]:
    """The same with every cell of a merged range holding what its first one holds.

    Offices merge the unit's cell down its people and a title across the page. Raises
    UnusableFileError.
    """
    rows = read_workbook(content, sheet)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    ranges = book.get_sheet_by_name(sheet_name(book, sheet)).merged_cell_ranges
    for (top, left), (bottom, right) in ranges or []:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        value = rows[top][left]
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [value] * len(row[left : right + 1])
    return rows


def broken() -> UnusableFileError:
    return UnusableFileError(
        _("Tệp hỏng hoặc không phải XLSX. Hãy mở bằng Excel, lưu lại dạng .xlsx.")
    )


def sheet_name(book: CalamineWorkbook, wanted: str | None) -> str:
    names = book.sheet_names
    if wanted is None and names:
        return names[0]
    if wanted in names:
        return wanted
    raise UnusableFileError(
        _("Tệp không có trang tính “%(sheet)s”. Các trang: %(names)s.")
        % {"sheet": wanted, "names": ", ".join(names)}
    )


def check_archive(content: bytes) -> None:
    """Refuse what is no workbook, and one that unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if not any(e.filename == "xl/workbook.xml" for e in entries):
                raise broken()
            if len(entries) > MAX_ENTRIES:
                raise too_large()
            left = MAX_UNPACKED
            for entry in entries:
                left = measure(archive, entry, left)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ) as error:
        raise broken() from error


def too_large() -> UnusableFileError:
    return UnusableFileError(
        _(
            "Tệp bung ra quá lớn (hơn %(size)s hoặc %(cells)s ô). Hãy chép phần cần gửi sang tệp mới."
        )
        % {"size": file_size(MAX_UNPACKED), "cells": f"{MAX_CELLS:,}".replace(",", ".")}
    )


def measure(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> int:
    """Unpack one entry in a stream; return how many octets may still follow."""
    extent = SheetExtent() if entry.filename.startswith("xl/worksheets/") else None
    with archive.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise too_large()
            if extent and entry.filename.endswith(".xml"):
                extent.feed(chunk)
    return left


class SheetExtent:
    """Follows a sheet's XML and raises as soon as its rectangle of cells is too large."""

    def __init__(self) -> None:
        self.row = self.column = self.rows = self.columns = 0
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.StartElementHandler = self.start
        self.parser.StartDoctypeDeclHandler = self.doctype

    def feed(self, chunk: bytes) -> None:
        try:
            self.parser.Parse(chunk)
        except expat.ExpatError as error:
            raise broken() from error

    def doctype(self, *_args) -> None:
        raise broken()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition("}")[2]
        if tag == "row":
            number = attributes.get("r", "")
            self.row = int(number) if number.isdecimal() else self.row + 1
            self.column = 0
        elif tag == "c":
            self.place(attributes.get("r", ""))
        elif tag in {"v", "is"}:
            self.count()

    def place(self, reference: str) -> None:
        found = CELL.fullmatch(reference)
        if found is None:
            self.column += 1
            return
        self.column = column_number(found[1])
        self.row = int(found[2])

    def count(self) -> None:
        """A cell with a value: only those widen the rectangle that is read."""
        self.rows = max(self.rows, self.row)
        self.columns = max(self.columns, self.column)
        if self.rows * self.columns > MAX_CELLS:
            raise too_large()


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
