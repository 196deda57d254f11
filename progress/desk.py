"""A coordinator's page of one unit, put together from a fixed number of reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.formats import number, vdate
from agencies.models import Agency, AgencyPeriod
from enrolments.models import Enrolment, TrainingClass
from progress.charts import BurnUp, band, burn_up
from progress.exports import Table
from progress.filters import Filters
from progress.reports import (
    AgencyProgress,
    Figures,
    Row,
    agency_progress,
    assigned,
    completions_by_day,
    whole_tree,
)
from progress.sheets import agency_table, notes_on, trainee_table
from progress.trainees import (
    AT_RISK,
    Standing,
    Trainee,
    at_risk,
    classes_with,
    line_by_line,
    listed,
    people,
    standings,
    with_cells,
)

RISKS_SHOWN = 10
PEOPLE_SHOWN = 50

Key = Callable[[Row], Any]


def _rate(part: str, whole: str) -> Key:
    """A rate to sort by; what has no denominator comes after all others."""

    def key(row: Row) -> tuple[bool, float]:
        of = getattr(row.figures, whole)
        return (not of, getattr(row.figures, part) / of if of else 0)

    return key


SORTS: dict[str, Key] = {
    "name": lambda row: row.sort_key,
    "assigned": lambda row: row.figures.assigned,
    "started": lambda row: row.figures.started,
    "completed": lambda row: row.figures.completed,
    "rate": _rate("completed", "assigned"),
    "passed": _rate("passed", "completed"),
    "waiting": lambda row: row.figures.not_started,
}


@dataclass(frozen=True)
class Heading:
    """A column's title with the sort that its link asks for."""

    label: str
    link: str
    direction: str


def headings(sort: str) -> list[Heading]:
    labels = {
        "name": _("Đơn vị"),
        "assigned": _("Được cử"),
        "started": _("Tham gia"),
        "completed": _("Hoàn thành"),
        "rate": _("Tỷ lệ hoàn thành"),
        "passed": _("Tỷ lệ đạt"),
        "waiting": _("Chưa học"),
    }
    chosen = sort.removeprefix("-")
    direction = "descending" if sort.startswith("-") else "ascending"
    return [
        Heading(
            label, f"-{key}" if sort == key else key, direction if key == chosen else ""
        )
        for key, label in labels.items()
    ]


def sorted_rows(rows: list[Row], sort: str) -> list[Row]:
    """By a column, the unit's own people first, opened children under their unit."""
    key = SORTS[sort.lstrip("-")]
    order = {"key": key, "reverse": sort.startswith("-")}
    result = [row for row in rows if row.is_own]
    for row in sorted((r for r in rows if r.level == 1 and not r.is_own), **order):
        inner = [r for r in rows if r.level == 2 and r.parent == row.code]
        result += [row, *sorted(inner, **order)]
    return result


@dataclass(frozen=True)
class Line:
    """A row of the table and which rows are open."""

    row: Row
    opened: frozenset[str]

    @property
    def is_open(self) -> bool:
        return (
            self.row.level == 1 and not self.row.is_own and self.row.code in self.opened
        )

    @property
    def toggled(self) -> str | None:
        """The open rows once this one is opened or shut, as the address has them."""
        return ",".join(sorted(self.opened ^ {self.row.code})) or None


@dataclass(frozen=True)
class HeatCell:
    figures: Figures
    band: int | None


@dataclass(frozen=True)
class Dashboard:
    """Everything one page of a unit shows."""

    way: list[AgencyPeriod]
    filters: Filters
    error: str
    classes: list[TrainingClass]
    group: TrainingClass | None
    progress: AgencyProgress
    standings: dict[str, int]
    chart: BurnUp | None
    risks: list[Enrolment]
    trainees: list[Trainee]
    sort: str

    @property
    def unit(self) -> AgencyPeriod:
        return self.way[-1]

    @property
    def total(self) -> Figures:
        return self.progress.total.figures

    @property
    def is_leaf(self) -> bool:
        return not self.unit.units_below

    @property
    def rows(self) -> list[Row]:
        return sorted_rows(self.progress.rows, self.sort)

    @property
    def lines(self) -> list[Line]:
        """The table's rows, each with what its link opens or shuts."""
        return [Line(row, self.filters.opened) for row in self.rows]

    @property
    def headings(self) -> list[Heading]:
        return headings(self.sort)

    @property
    def shown_classes(self) -> list[TrainingClass]:
        return [self.group] if self.group else self.classes

    @property
    def due_on(self) -> date | None:
        return max((g.due_on for g in self.shown_classes if g.due_on), default=None)

    @property
    def days_left(self) -> int | None:
        return (self.due_on - self.filters.on).days if self.due_on else None

    @property
    def noun(self) -> str:
        """What is counted: with one class people, else their enrolments."""
        return _("người") if self.group else _("lượt")

    @property
    def units(self) -> int:
        return self.unit.units_below + 1

    @property
    def waiting(self) -> int:
        return sum(self.standings[state] for state in AT_RISK)

    @property
    def standing_rows(self) -> list[tuple[str, str, int]]:
        return [
            (value, label, self.standings[value]) for value, label in Standing.choices
        ]

    @property
    def unit_choices(self) -> list[Row]:
        """Units to go to from here, as Vietnamese lists go."""
        rows = (row for row in self.progress.rows if row.level == 1 and not row.is_own)
        return sorted(rows, key=SORTS["name"])

    @property
    def own_name(self) -> str:
        """The unit without those below it, within a sentence: huyện Châu Đức."""
        name = self.unit.name
        return name[0].lower() + name[1:] if name[1:2].islower() else name

    @property
    def still_to_do(self) -> int:
        return self.total.assigned - self.total.completed

    @property
    def needed_per_day(self) -> int | None:
        """How many must complete each day so that all have by the deadline."""
        if not self.days_left or self.days_left < 0:
            return None
        return -(-self.still_to_do // self.days_left)

    @property
    def heat(self) -> list[tuple[Row, list[HeatCell]]]:
        """Completion of the first-level units in every class."""
        return [
            (row, [self._heat_cell(row, group) for group in self.classes])
            for row in self.rows
            if row.level == 1
        ]

    def _heat_cell(self, row: Row, group: TrainingClass) -> HeatCell:
        figures = row.by_class.get(group.pk, Figures())
        return HeatCell(figures, band(figures.completed, figures.assigned))

    @property
    def finding(self) -> str:
        """What the chart says, in one sentence."""
        return finding(self.chart, noun=self.noun) if self.chart else ""


def finding(chart: BurnUp, *, noun: str) -> str:
    """The sentence above a burn-up chart; `noun` is what it counts."""
    words = {
        "noun": noun,
        "done": number(chart.done),
        "goal": number(chart.goal),
        "due": vdate(chart.due) if chart.due else "",
        "expected": number(chart.expected or 0),
    }
    if chart.done == chart.goal:
        return _("Cả %(goal)s %(noun)s đã hoàn thành") % words
    if chart.due is None:
        return _("%(done)s trên %(goal)s %(noun)s đã hoàn thành") % words
    if chart.is_over:
        return (
            _("Đến hạn %(due)s, %(done)s trên %(goal)s %(noun)s đã hoàn thành") % words
        )
    if not chart.done:
        return _("Chưa có %(noun)s nào hoàn thành, hạn %(due)s") % words
    return (
        _("Theo đà này, đến hạn ước %(expected)s trên %(goal)s %(noun)s xong") % words
    )


def dashboard(way: list[AgencyPeriod], filters: Filters) -> Dashboard:
    """Read a unit's page. Seven reads above leaves, eight for a leaf, whatever the sizes."""
    unit = way[-1]
    read = agency_progress(
        agency=unit.agency, on=filters.on, kinds=filters.kinds, opened=filters.opened
    )
    classes = classes_with(read.total.by_class)
    group = next((g for g in classes if g.code == filters.class_code), None)
    progress = read.of_class(group)
    asked = {"agency": unit.agency, "on": filters.on, "training_class": group}
    risks, trainees = [], []
    if unit.units_below:
        risks = with_classes(at_risk(**asked)[:RISKS_SHOWN], classes)
    else:
        trainees = trainees_of(
            unit.agency, filters, group, [group] if group else classes
        )
    return Dashboard(
        way=way,
        filters=filters,
        error=filters.error or class_error(filters, group),
        classes=classes,
        group=group,
        progress=progress,
        standings=standings(**asked),
        chart=chart_of(unit.agency, filters, group, classes, progress.total.figures),
        risks=risks,
        trainees=trainees,
        sort=filters.sort if filters.sort.removeprefix("-") in SORTS else "rate",
    )


def with_classes(rows: Any, classes: list[TrainingClass]) -> list[Enrolment]:
    """Give enrolments the classes already read, with their number of items."""
    groups = {group.pk: group for group in classes}
    found = list(rows)
    for row in found:
        row.training_class = groups[row.training_class_id]
    return found


def trainees_of(
    agency: Agency,
    filters: Filters,
    group: TrainingClass | None,
    shown: list[TrainingClass],
) -> list[Trainee]:
    rows = listed(agency=agency, on=filters.on, training_class=group)
    return with_cells(
        people(rows)[:PEOPLE_SHOWN], agency=agency, on=filters.on, classes=shown
    )


@dataclass(frozen=True)
class Scope:
    """What a list or a file is about: the unit, and which of its classes."""

    way: list[AgencyPeriod]
    filters: Filters
    classes: list[TrainingClass]

    @property
    def unit(self) -> AgencyPeriod:
        return self.way[-1]

    @property
    def group(self) -> TrainingClass | None:
        return next(
            (g for g in self.classes if g.code == self.filters.class_code), None
        )

    @property
    def shown(self) -> list[TrainingClass]:
        return [self.group] if self.group else self.classes

    @property
    def error(self) -> str:
        return self.filters.error or class_error(self.filters, self.group)

    @property
    def enrolments(self) -> QuerySet[Enrolment]:
        """Those the filters ask for, of the class chosen or of all."""
        return listed(
            agency=self.unit.agency,
            on=self.filters.on,
            training_class=self.group,
            state=self.filters.state,
            q=self.filters.q,
            own=self.filters.own,
        )

    @property
    def notes(self) -> list[tuple[str, str]]:
        classes = str(self.group) if self.group else _("Tất cả các lớp")
        return notes_on(unit=self.unit.name, classes=classes, on=self.filters.on)


def scope_of(way: list[AgencyPeriod], filters: Filters) -> Scope:
    """The unit's classes on the day, of which the address may name one."""
    found = assigned(agency=way[-1].agency, on=filters.on).order_by()
    classes = classes_with(found.values("training_class_id").distinct())
    return Scope(way, filters, classes)


@dataclass(frozen=True)
class PeoplePage:
    """One page of a list of trainees."""

    scope: Scope
    page: Page
    trainees: list[Trainee]


def people_page(way: list[AgencyPeriod], filters: Filters) -> PeoplePage:
    """Read one page of the people the filters ask for; four reads."""
    scope = scope_of(way, filters)
    page = Paginator(people(scope.enrolments), PEOPLE_SHOWN).get_page(filters.page)
    cells = with_cells(
        page.object_list, agency=scope.unit.agency, on=filters.on, classes=scope.shown
    )
    return PeoplePage(scope, page, cells)


def by_agency(scope: Scope) -> Table:
    """The table of a file: every unit of the subtree, of the kinds asked for."""
    rows = whole_tree(
        agency=scope.unit.agency,
        on=scope.filters.on,
        training_class=scope.group,
        kinds=scope.filters.kinds,
    )
    return agency_table(rows, notes=scope.notes)


def by_trainee(scope: Scope) -> Table:
    """The table of a file: everybody the filters ask for, read in portions."""
    rows = line_by_line(scope.enrolments, scope.filters.on)
    return trainee_table(
        rows.iterator(chunk_size=2000),
        classes=scope.classes,
        on=scope.filters.on,
        notes=scope.notes,
    )


def class_error(filters: Filters, group: TrainingClass | None) -> str:
    """The same words for a class that does not exist and for one of others."""
    if not filters.class_code or group:
        return ""
    return _(
        "Lỗi: đơn vị này không có học viên ở lớp mã %(code)s đến ngày %(day)s. "
        "Số liệu dưới đây là của mọi lớp."
    ) % {"code": filters.class_code, "day": vdate(filters.on)}


def chart_of(
    agency: Agency,
    filters: Filters,
    group: TrainingClass | None,
    classes: list[TrainingClass],
    total: Figures,
) -> BurnUp | None:
    shown = [group] if group else classes
    counts = completions_by_day(agency=agency, on=filters.on, training_class=group)
    if not shown:
        return None
    return burn_up(
        counts,
        goal=total.assigned,
        opens=min(g.opens_on for g in shown),
        due=max((g.due_on for g in shown if g.due_on), default=None),
        day=filters.on,
    )
