"""Legal bases as rows of a CSV file. Pure: text in, rows and errors out."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

COLUMNS = [
    "id", "number", "kind", "title_vi", "issuer", "issued_on", "in_force_from",
    "in_force_to", "replaced_by", "amended_by",
]  # fmt: skip
REQUIRED = ["id", "number", "kind", "title_vi"]
DATES = ["issued_on", "in_force_from", "in_force_to"]
LONGEST = {"number": 60, "title_vi": 400, "issuer": 150}  # as the model keeps them
MAX_BYTES = 5_000_000
CODE = re.compile(r"[a-z0-9-]{1,60}")


class UnusableFile(ValueError):
    """Not a table of legal bases at all; the message says what to change."""


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell; `row` counts as a spreadsheet does, heading first."""

    row: int
    column: str
    message: str


@dataclass(frozen=True, kw_only=True)
class LegalRow:
    """One legal text; the references are codes of other texts."""

    row: int
    code: str
    number: str
    kind: str
    title: str
    issuer: str
    issued_on: date | None
    in_force_from: date | None
    in_force_to: date | None
    replaced_by: str
    amended_by: list[str]


@dataclass
class Table:
    rows: list[LegalRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def decode(content: bytes) -> str:
    """The text of a UTF-8 file, with or without a byte order mark.

    Raises UnusableFile for another encoding or a file too large for such a table.
    """
    if len(content) > MAX_BYTES:
        raise UnusableFile(_("Tệp nặng hơn 5 MB, không phải là danh mục văn bản."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = _("Tệp không phải bảng mã UTF-8. Lưu lại tệp dạng CSV UTF-8.")
        raise UnusableFile(message) from error


def read_table(text: str, *, kinds: set[str]) -> Table:
    """The rows of a file whose kinds of text are among `kinds`.

    Raises UnusableFile without the columns it needs.
    """
    reader = csv.DictReader(StringIO(text))
    missing = [c for c in COLUMNS if c not in (reader.fieldnames or [])]
    if missing:
        message = _("Thiếu cột: %(columns)s.") % {"columns": ", ".join(missing)}
        raise UnusableFile(message)
    table = Table()
    try:
        for number, cells in enumerate(reader, start=2):
            _read_row(table, number, cells, kinds)
    except csv.Error as error:
        raise UnusableFile(_("Tệp CSV viết sai: %(why)s.") % {"why": error}) from error
    _check_references(table)
    return table


def _read_row(
    table: Table, number: int, cells: dict[str, Any], kinds: set[str]
) -> None:
    cells = {name: (cells[name] or "").strip() for name in COLUMNS}
    problems = [
        Problem(number, column, message) for column, message in _faults(cells, kinds)
    ]
    if any(row.code == cells["id"] for row in table.rows):
        problems.append(Problem(number, "id", _("Mã này đã có ở dòng trên.")))
    if problems:
        table.problems += problems
        return
    dates = {name: _date(cells[name]) for name in DATES}
    table.rows.append(
        LegalRow(
            row=number,
            code=cells["id"],
            number=cells["number"],
            kind=cells["kind"],
            title=cells["title_vi"],
            issuer=cells["issuer"],
            replaced_by=cells["replaced_by"],
            amended_by=[c.strip() for c in cells["amended_by"].split(";") if c.strip()],
            **dates,
        )
    )


def _faults(cells: dict[str, str], kinds: set[str]) -> list[tuple[str, str]]:
    """Columns of a row that cannot be used, each with the reason."""
    faults = [
        (name, _("Ô này không được để trống.")) for name in REQUIRED if not cells[name]
    ]
    if cells["id"] and not CODE.fullmatch(cells["id"]):
        faults.append(("id", _("Mã chỉ gồm chữ thường không dấu, chữ số và dấu -.")))
    if cells["kind"] and cells["kind"] not in kinds:
        listed = ", ".join(sorted(kinds))
        faults.append(
            ("kind", _("Loại văn bản là một trong: %(kinds)s.") % {"kinds": listed})
        )
    faults += [
        (name, _("Ô này dài quá %(most)s chữ.") % {"most": most})
        for name, most in LONGEST.items()
        if len(cells[name]) > most
    ]
    faults += [
        (name, _("Ghi ngày dạng 2022-08-15."))
        for name in DATES
        if not _is_date(cells[name])
    ]
    return faults


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _is_date(text: str) -> bool:
    try:
        _date(text)
    except ValueError:
        return False
    return True


def _check_references(table: Table) -> None:
    """Every text named as replacing or amending another stands in the file too."""
    known: Callable[[str], bool] = {row.code for row in table.rows}.__contains__
    for row in table.rows:
        named = [("replaced_by", row.replaced_by)] if row.replaced_by else []
        named += [("amended_by", code) for code in row.amended_by]
        table.problems += [
            Problem(
                row.row, column, _("Không có văn bản mã %(code)s.") % {"code": code}
            )
            for column, code in named
            if not known(code)
        ]
