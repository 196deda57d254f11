"""Files of a roster: its result row by row, and an example to start from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from agencies.exports import Cell, Column, Table
from enrolments.models import RosterImport
from enrolments.roster_pages import Preview, Shown
from enrolments.services.roster_import.verdicts import Planned


def result_table(roster: RosterImport, verdict: str = "") -> Table:
    """All rows with what was done, in the order of the file."""
    preview = Preview(roster, verdict)
    rows = sorted(preview.shown, key=lambda s: (s.planned.row == 0, s.planned.row))
    return Table(
        title=_("Kết quả"),
        columns=[
            Column(_("Dòng"), 7),
            Column(_("Mã cán bộ"), 18),
            Column(_("Họ và tên"), 28),
            Column(_("Ngày sinh"), 12),
            Column(_("Đơn vị"), 36),
            Column(_("Chức vụ"), 30),
            Column(_("Thư điện tử"), 30),
            Column(_("Điện thoại"), 14),
            Column(_("Kết quả nhập"), 16),
            Column(_("Lý do"), 80),
            Column(_("Đã sửa khi xem trước"), 60),
        ],
        rows=chain(cells(rows), asides(preview if not verdict else None)),
    )


def cells(rows: list[Shown]) -> Iterator[list[Cell]]:
    for shown in rows:
        row = shown.planned
        said = row.before | row.after if row.after or row.before else as_written(row)
        yield [
            row.row or None,
            shown.staff_code,
            row.full_name,
            day_or_text(said.get("birth_on", "")),
            row.unit,
            said.get("position", ""),
            said.get("email", ""),
            said.get("phone", ""),
            shown.label,
            " ".join(shown.reasons),
            " ".join(filter(None, [*shown.corrections, shown.chosen])),
        ]


def asides(preview: Preview | None) -> Iterator[list[Cell]]:
    """The rows that are no person's, below the others; none under a filter."""
    for aside in preview.asides if preview else []:
        label = _("Bỏ qua, không phải dòng danh sách")
        reason = str(aside.kind.label)
        yield [aside.row, "", aside.text, None, "", "", "", "", label, reason, ""]


def as_written(row: Planned) -> dict[str, Any]:
    """The cells of a row that could not be read, so that they can be put right."""
    return row.said | row.mended


def day_or_text(said: str) -> Cell:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        return said


def example() -> Table:
    """A file to start from: the headings, and one invented person."""
    headings = [
        _("Họ và tên"),
        _("Ngày sinh"),
        _("Chức vụ"),
        _("Đơn vị"),
        _("Thư điện tử"),
        _("Điện thoại"),
        _("Mã cán bộ"),
    ]
    widths = [28, 12, 30, 36, 30, 14, 14]
    return Table(
        title=_("Danh sách"),
        columns=[Column(h, w) for h, w in zip(headings, widths, strict=True)],
        rows=[
            [
                "Lê Thị Hồng Nhung",
                date(1986, 4, 5),
                "Công chức Văn phòng – Thống kê",
                "Xã Suối Rao",
                "",
                "",
                "",
            ]
        ],
    )
