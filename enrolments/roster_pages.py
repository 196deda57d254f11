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
from enrolments.services.roster_import import read_upload
from enrolments.services.roster_import.verdicts import ACTING, Planned, Verdict

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
        ]
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
    Verdict.SKIPPED: "optional",
}
WAITING = (Verdict.DOUBTFUL, Verdict.REFUSED)
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
        return sum(self.counts[verdict] for verdict in WAITING)


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
