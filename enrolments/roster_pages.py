"""What the pages of a roster show: counts by verdict, rows, samples of columns, files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from accounts.models import User
from agencies.tables import as_text
from enrolments.models import RosterImport
from enrolments.rosters.decisions import NEWCOMER
from enrolments.rosters.lines import Aside, read_sheet
from enrolments.rosters.rows import Kind
from enrolments.services.roster_import import read_upload
from enrolments.services.roster_import.verdicts import (
    ACTING,
    Planned,
    Standing,
    Verdict,
)

ORDER = {
    v: i
    for i, v in enumerate(
        [
            "refused",
            "doubtful",
            "left",
            "moved",
            "changed",
            "new",
            "unchanged",
            "skipped",
            "kept",
            "undone",
        ]
    )
}
TONES: dict[str, str] = {
    Verdict.NEW: "ok",
    Verdict.MOVED: "current",
    Verdict.CHANGED: "current",
    Verdict.LEFT: "due",
    Verdict.UNCHANGED: "todo",
    Verdict.DOUBTFUL: "due",
    Verdict.REFUSED: "wrong",
    Verdict.SKIPPED: "optional",
    Standing.UNDONE: "todo",
    Standing.KEPT: "due",
}
LABELS = {**dict(Verdict.choices), **dict(Standing.choices)}
WAITING = (Verdict.DOUBTFUL, Verdict.REFUSED)
SAMPLES = 3


@dataclass(frozen=True)
class Shown:
    """A row of the plan with the words and colour of its verdict."""

    planned: Planned
    standing: str = ""  # once the roster was taken back
    kept_for: str = ""

    @property
    def result(self) -> str:
        return self.standing or self.planned.verdict

    @property
    def label(self) -> str:
        return str(LABELS[self.result])

    @property
    def tone(self) -> str:
        return TONES[self.result]

    @property
    def is_gone(self) -> bool:
        """A person who came with the roster and went with it."""
        new = self.planned.verdict == Verdict.NEW
        return new and self.standing == Standing.UNDONE

    @property
    def staff_code(self) -> str:
        """None where the code given was taken back with its person."""
        return "" if self.is_gone else self.planned.staff_code

    @property
    def reasons(self) -> list[str]:
        """Why the row has this result, as things stand now."""
        if self.is_gone:
            return [_("Tài khoản mới đã được xóa.")]
        if self.standing == Standing.UNDONE:
            return [_("Trở lại như trước khi nhập.")]
        return [self.kept_for] if self.standing else self.planned.reasons

    @property
    def chosen(self) -> str:
        """Whom the coordinator chose, in words."""
        who = self.planned.who
        if who == NEWCOMER:
            return _("Đã chọn: người mới.")
        return _("Đã chọn: %(code)s.") % {"code": who} if who else ""

    @property
    def corrections(self) -> list[str]:
        """What was put right, with what the file says."""
        return corrections_in_words(self.planned)


def corrections_in_words(planned: Planned) -> list[str]:
    return [
        _("%(field)s đã sửa thành “%(now)s”; trong tệp: %(was)s.")
        % {"field": label, "now": now or _("(trống)"), "was": was or _("(trống)")}
        for label, was, now in planned.corrections
    ]


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
        self.verdict = verdict if verdict in LABELS else ""

    @cached_property
    def rows(self) -> list[Planned]:
        return [Planned(**row) for row in self.roster.plan]

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(shown.result for shown in self.all_shown)

    @property
    def chips(self) -> list[Chip]:
        found = [Chip(v, str(label), self.counts[v]) for v, label in LABELS.items()]
        return [Chip("", _("Tất cả"), len(self.rows)), *(c for c in found if c.count)]

    @cached_property
    def all_shown(self) -> list[Shown]:
        return as_shown(self.roster, self.rows)

    @property
    def shown(self) -> list[Shown]:
        found = [s for s in self.all_shown if self.verdict in {"", s.result}]
        return sorted(found, key=lambda s: (ORDER[s.result], s.planned.row))

    @property
    def asides(self) -> list[Aside]:
        """The rows that are no person's, each with the reason."""
        return [
            Aside(aside["row"], aside["text"], Kind(aside["kind"]))
            for aside in self.roster.result.get("asides", [])
        ]

    @property
    def acting(self) -> int:
        """How many rows would change something or enrol somebody."""
        idle = set() if self.roster.training_class_id else {Verdict.UNCHANGED}
        return sum(self.counts[v] for v in ACTING - idle)

    @property
    def waiting(self) -> int:
        return sum(self.counts[verdict] for verdict in WAITING)


def as_shown(roster: RosterImport, rows: list[Planned]) -> list[Shown]:
    """Rows with their verdict, or with what became of them when taken back."""
    if roster.state != RosterImport.State.UNDONE:
        return [Shown(row) for row in rows]
    kept = {e["user"]: e["reason"] for e in roster.result.get("kept", [])}
    done = {e["user"] for e in roster.undo}
    return [standing(row, kept, done) for row in rows]


def standing(row: Planned, kept: dict[int, str], done: set[int]) -> Shown:
    """What became of a row of a roster that was taken back."""
    if row.user in kept:
        return Shown(row, Standing.KEPT, kept[row.user])
    idle = row.verdict == Verdict.UNCHANGED and not row.changes
    if row.verdict in ACTING and row.user in done and not idle:
        return Shown(row, Standing.UNDONE)
    return Shown(row)


def samples(roster: RosterImport) -> list[list[str]]:
    """The first filled cells of every column, of people only; raises UnusableFileError."""
    cells, said = read_upload(roster).rows, roster.columns
    sheet = read_sheet(cells, first=said["first"], columns=said["fields"])
    rows = [cells[line.row - 1] for line in sheet.lines[:200]]
    width = len(roster.columns["titles"])
    found: list[list[str]] = [[] for _column in range(width)]
    for row in rows:
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
