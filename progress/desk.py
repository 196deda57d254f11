"""A coordinator's page of one unit, put together from a fixed number of reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Agency, AgencyPeriod
from enrolments.models import Enrolment, TrainingClass
from progress.beside import Beside, beside
from progress.cells import Trainee, with_cells
from progress.charts import BurnUp, band, burn_up
from progress.columns import SORTS, Heading, Line, headings, sorted_rows
from progress.deadlines import needed_per_day, next_deadline, the_deadline
from progress.filters import Filters
from progress.findings import finding
from progress.forecast import runs_of
from progress.group_items import classes_with
from progress.lists import PEOPLE_SHOWN, class_error
from progress.reports import (
    AgencyProgress,
    Row,
    agency_progress,
    in_sentence,
)
from progress.risks import at_risk, standings
from progress.rollup import Figures
from progress.runs import Run
from progress.standing import SELDOM, Standing
from progress.sums.quick import Quick
from progress.trainees import listed, people

RISKS_SHOWN = 10
QUICK_COUNTED = 99  # a link needs no more; the list itself counts all of them


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
    runs: list[Run]
    chart: BurnUp | None
    risks: list[Enrolment]
    trainees: list[Trainee]
    sort: str
    beside: Beside | None
    quick: int

    @property
    def unit(self) -> AgencyPeriod:
        return self.way[-1]

    @cached_property
    def total(self) -> Figures:
        return self.progress.total.figures

    @property
    def has_many_quick(self) -> bool:
        """More than are counted for a link."""
        return self.quick > QUICK_COUNTED

    @property
    def is_leaf(self) -> bool:
        return not self.unit.units_below

    @cached_property
    def rows(self) -> list[Row]:
        return sorted_rows(self.progress.rows, self.sort)

    @cached_property
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
    def closed_on(self) -> date | None:
        """When the one class shown had closed by the day."""
        if self.group is None or not self.group.has_closed(on=self.filters.on):
            return None
        return timezone.localdate(self.group.closed_at)

    @property
    def unfinished(self) -> int:
        """Who had not finished when the class closed."""
        return self.standings[Standing.UNFINISHED]

    @property
    def days_left(self) -> int:
        """Until the deadline told on the page."""
        if self.closed_on:
            return 0
        due = self.runs and (the_deadline(self.runs) or next_deadline(self.runs))
        return (due - self.filters.on).days if due else 0

    @property
    def due_on(self) -> date | None:
        """The deadline of all the classes shown; None when they differ."""
        return the_deadline(self.runs)

    @property
    def next_due(self) -> date | None:
        """The nearest deadline ahead, where classes differ."""
        return next_deadline(self.runs)

    @property
    def noun(self) -> str:
        """What is counted: with one class people, else their enrolments."""
        return _("người") if self.group else _("lượt")

    @property
    def units(self) -> int:
        return self.unit.units_below + 1

    @property
    def waiting(self) -> int:
        return self.standings["at_risk"]

    def _of_classes(self, wanted: Callable[[TrainingClass], bool]) -> Figures:
        """The counts of some of the classes shown."""
        by_class = self.progress.total.by_class
        groups = (g for g in self.shown_classes if wanted(g))
        return sum((by_class.get(g.pk, Figures()) for g in groups), Figures())

    @cached_property
    def not_started(self) -> int:
        """Who has opened nothing although the class has begun and not closed."""
        on = self.filters.on
        running = self._of_classes(
            lambda g: g.opens_on <= on and not g.has_closed(on=on)
        )
        return running.not_started

    @cached_property
    def coming(self) -> int:
        """Who waits for a class to open."""
        later = self._of_classes(lambda g: g.opens_on > self.filters.on)
        return later.assigned - later.completed

    @property
    def standing_rows(self) -> list[tuple[str, str, int]]:
        return [
            (value, label, self.standings[value])
            for value, label in Standing.choices
            if value not in SELDOM or self.standings[value]
        ]

    @property
    def unit_choices(self) -> list[Row]:
        """Units to go to from here, as Vietnamese lists go."""
        rows = (row for row in self.progress.rows if row.level == 1 and not row.is_own)
        return sorted(rows, key=SORTS["name"])

    @property
    def own_name(self) -> str:
        return in_sentence(self.unit.name)

    @property
    def needed_per_day(self) -> int | None:
        return needed_per_day(self.runs)

    @property
    def late(self) -> int:
        """Who is not through although the deadline of the class has passed."""
        return sum(run.left for run in self.runs if run.is_late)

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
        if not self.chart:
            return ""
        return finding(self.chart, noun=self.noun, is_closed=bool(self.closed_on))


def dashboard(way: list[AgencyPeriod], filters: Filters) -> Dashboard:
    """Read a unit's page in a dozen queries, whatever the number of units and people."""
    unit = way[-1]
    read = agency_progress(
        agency=unit.agency, on=filters.on, kinds=filters.kinds, opened=filters.opened
    )
    classes = classes_with(read.total.by_class)
    group = next((g for g in classes if g.code == filters.class_code), None)
    progress = read.of_class(group)
    asked = {"agency": unit.agency, "on": filters.on, "training_class": group}
    counts = standings(**asked, by_class=read_already(progress, filters, group))
    runs = runs_of(progress.total, [group] if group else classes, **asked)
    risks, trainees = [], []
    if unit.units_below:
        waiting = counts[Standing.NOT_STARTED]
        rows = at_risk(**asked, most=RISKS_SHOWN, waiting=waiting)
        risks = with_classes(rows, classes)
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
        standings=counts,
        runs=runs,
        chart=burn_up(runs, day=filters.on),
        risks=risks,
        trainees=trainees,
        sort=filters.sort if filters.sort.removeprefix("-") in SORTS else "rate",
        beside=beside(way, on=filters.on, group=group),
        quick=Quick(unit.agency_id, filters.on, group.pk if group else None).first(
            QUICK_COUNTED + 1
        ),
    )


def read_already(
    progress: AgencyProgress, filters: Filters, group: TrainingClass | None
) -> dict[int, Figures] | None:
    """The unit's own figures by class, unless the table counts some kinds only."""
    if filters.kind:
        return None
    by_class = progress.total.by_class
    return {group.pk: by_class.get(group.pk, Figures())} if group else by_class


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
