"""What the pages of a roster show: counts by verdict, rows, samples of columns, files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from agencies.exports import Cell, Column, Table
from agencies.tables import as_text
from enrolments.models import RosterImport
from enrolments.services.roster_import import read_upload
from enrolments.services.roster_import.verdicts import ACTING, Planned, Verdict

ORDER = {
    v: i
    for i, v in enumerate(
        ["refused", "doubtful", "left", "moved", "changed", "new", "unchanged"]
    )
}
TONES = {
    Verdict.NEW: "ok",
    Verdict.MOVED: "current",
    Verdict.CHANGED: "current",
    Verdict.LEFT: "due",
    Verdict.UNCHANGED: "todo",
    Verdict.DOUBTFUL: "due",
    Verdict.REFUSED: "wrong",
}
SAMPLES = 3


@dataclass(frozen=True)
class Shown:
    """A row of the plan with the words and colour of its verdict."""

    planned: Planned

    @property
    def label(self) -> str:
        return str(Verdict(self.planned.verdict).label)

    @property
    def tone(self) -> str:
        return TONES[Verdict(self.planned.verdict)]


@dataclass(frozen=True)
class Chip:
    """A filter by verdict with how many rows it would show."""

    value: str
    label: str
    count: int


class Preview:
    """The rows of a roster, those that need a look first."""

    def __init__(self, roster: RosterImport, verdict: str = "") -> None:
        self.roster = roster
        self.verdict = verdict if verdict in Verdict.values else ""

    @cached_property
    def rows(self) -> list[Planned]:
        return [Planned(**row) for row in self.roster.plan]

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(row.verdict for row in self.rows)

    @property
    def chips(self) -> list[Chip]:
        found = [Chip(v, str(label), self.counts[v]) for v, label in Verdict.choices]
        return [Chip("", _("Tất cả"), len(self.rows)), *(c for c in found if c.count)]

    @property
    def shown(self) -> list[Shown]:
        kept = [r for r in self.rows if not self.verdict or r.verdict == self.verdict]
        return [Shown(r) for r in sorted(kept, key=lambda r: (ORDER[r.verdict], r.row))]

    @property
    def acting(self) -> int:
        """How many rows would change something or enrol somebody."""
        idle = set() if self.roster.training_class_id else {Verdict.UNCHANGED}
        return sum(self.counts[v] for v in ACTING - idle)

    @property
    def waiting(self) -> int:
        return self.counts[Verdict.DOUBTFUL] + self.counts[Verdict.REFUSED]


def samples(roster: RosterImport) -> list[list[str]]:
    """The first filled cells of every column; raises UnusableFileError."""
    rows = read_upload(roster).rows[roster.columns["first"] :]
    width = len(roster.columns["titles"])
    found: list[list[str]] = [[] for _column in range(width)]
    for row in rows[:200]:
        for texts, cell in zip(found, row, strict=False):
            text = as_text(cell)
            if text and text not in texts and len(texts) < SAMPLES:
                texts.append(text)
    return found


def kept_rows(roster: RosterImport) -> list[tuple[str, str]]:
    """Who could not be taken back, and why."""
    kept = roster.result.get("kept", [])
    users = User.objects.in_bulk([entry["user"] for entry in kept])
    return [
        (users[e["user"]].full_name, e["reason"]) for e in kept if e["user"] in users
    ]


def result_table(roster: RosterImport, verdict: str = "") -> Table:
    """All rows with what was done, in the order of the file."""
    preview = Preview(roster, verdict)
    rows = sorted((s.planned for s in preview.shown), key=lambda r: (r.row == 0, r.row))
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
        ],
        rows=cells(rows),
    )


def cells(rows: list[Planned]) -> Iterator[list[Cell]]:
    for row in rows:
        said: dict[str, Any] = row.before | row.after
        born = said.get("birth_on")
        yield [
            row.row or None,
            row.staff_code,
            row.full_name,
            date.fromisoformat(born) if born else None,
            row.unit,
            said.get("position", ""),
            said.get("email", ""),
            said.get("phone", ""),
            str(Verdict(row.verdict).label),
            " ".join(row.reasons),
        ]


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
