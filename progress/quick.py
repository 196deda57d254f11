"""Lessons finished very fast in a unit with all below it: whom to ask, and where most are.

A question, never a verdict: nothing is blocked, and who was talked to is laid aside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import (
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.db.models.functions import NullIf
from django.utils.translation import gettext as _

from accounts.collation import fold
from agencies.models import Agency, AgencyAncestry, AgencyPeriod
from enrolments.models import TrainingClass
from progress.filters import Filters
from progress.lists import Scope
from progress.models import QuickFinish
from progress.reports import Row, agency_progress
from progress.rollup import answered_below, answered_on
from progress.trainees import classes_with

SHOWN = 50
UNITS_SHOWN = 10
OPEN, ASIDE, ALL = "open", "aside", "all"
TAKEN = F("completion__completed_at") - F("opened_at")
SHARE = ExpressionWrapper(TAKEN / NullIf(F("minutes"), 0), DurationField())
NAME = "completion__enrolment__learner__sort_key"
SORTS = {
    "done": [F("completion__completed_at").asc()],
    "-done": [F("completion__completed_at").desc()],
    "name": [F(NAME).asc(), F("completion__completed_at").desc()],
    "-name": [F(NAME).desc(), F("completion__completed_at").desc()],
    "pace": [SHARE.asc(nulls_last=True), F("completion__completed_at").desc()],
    "-pace": [SHARE.desc(nulls_last=True), F("completion__completed_at").desc()],
}


def quick_finishes(
    *,
    agency: Agency,
    on: date,
    training_class: TrainingClass | None = None,
    state: str = OPEN,
    q: str = "",
    own: bool = False,
) -> QuerySet[QuickFinish]:
    """Those of the enrolments that the subtree answers for on that day.

    `state`: not yet laid aside, laid aside, or all; `own` leaves out units below.
    """
    answered = answered_below(agency, on)
    if training_class is not None:
        answered = answered.filter(training_class_id=training_class.pk)
    if own:
        answered = answered.filter(agency_id=agency.pk)
    rows = QuickFinish.objects.known(on=on).with_aside(on=on)
    rows = rows.filter(completion__enrolment__in=answered.values("enrolment_id"))
    for word in fold(q).split():
        rows = rows.filter(completion__enrolment__learner__search_text__contains=word)
    return rows if state == ALL else rows.filter(is_aside=state == ASIDE)


def of_filters(
    agency: Agency, filters: Filters, group: TrainingClass | None
) -> QuerySet[QuickFinish]:
    """What the address asks for."""
    return quick_finishes(
        agency=agency,
        on=filters.on,
        training_class=group,
        state=filters.talk,
        q=filters.q,
        own=filters.own,
    )


def detailed(rows: QuerySet[QuickFinish], on: date) -> QuerySet[QuickFinish]:
    """With what a list shows: the learner, the lesson, the class, the unit."""
    stints = answered_on(on).filter(enrolment_id=OuterRef("completion__enrolment"))
    units = AgencyPeriod.objects.on(on).filter(agency=OuterRef("agency_on"))
    return (
        rows.with_talk(on=on)
        .select_related(
            "completion__activity",
            "completion__enrolment__learner",
            "completion__enrolment__training_class__course",
        )
        .annotate(agency_on=Subquery(stints.values("agency_id")[:1]))
        .annotate(
            unit_name=Subquery(units.values("name")[:1]),
            unit_code=Subquery(units.values("agency__code")[:1]),
        )
    )


@dataclass(frozen=True)
class SortLink:
    """A column of the list that can sort it, as its heading links to it."""

    label: str
    link: str
    direction: str


def sort_links(sort: str) -> dict[str, SortLink]:
    """By name and pace from the least, by day from the newest; a second click turns it."""
    sort = sort if sort in SORTS else "-done"
    first = {"name": _("Học viên"), "pace": _("Đo được"), "-done": _("Đánh dấu xong")}
    links = {}
    for key, label in first.items():
        column = key.lstrip("-")
        other = column if key.startswith("-") else f"-{column}"
        direction = "descending" if sort.startswith("-") else "ascending"
        shown = direction if sort.lstrip("-") == column else ""
        links[column] = SortLink(label, other if sort == key else key, shown)
    return links


def in_order(rows: QuerySet[QuickFinish], sort: str) -> QuerySet[QuickFinish]:
    return rows.order_by(*SORTS.get(sort, SORTS["-done"]), "pk")


@dataclass(frozen=True)
class UnitLine:
    """A unit right below, and in how many of its enrolments something was fast."""

    row: Row
    lessons: int
    enrolments: int

    @property
    def assigned(self) -> int:
        return self.row.figures.assigned


@dataclass(frozen=True)
class QuickPage:
    """One page of the list, with the counts of the units right below."""

    scope: Scope
    page: Page
    lines: list[UnitLine]
    lessons: int
    enrolments: int
    units: list[Row]

    @property
    def links(self) -> dict[str, SortLink]:
        return sort_links(self.scope.filters.sort)

    @property
    def first_lines(self) -> list[UnitLine]:
        return self.lines[:UNITS_SHOWN]

    @property
    def other_lines(self) -> list[UnitLine]:
        return self.lines[UNITS_SHOWN:]


def quick_page(way: list[AgencyPeriod], filters: Filters) -> QuickPage:
    """Read the page in a fixed number of statements, however many units there are."""
    unit = way[-1]
    read = agency_progress(agency=unit.agency, on=filters.on)
    scope = Scope(way, filters, classes_with(read.total.by_class))
    rows = of_filters(unit.agency, filters, scope.group)
    below = [row for row in read.of_class(scope.group).rows if row.level == 1]
    lines, lessons, enrolments = by_unit(rows, below, agency=unit.agency, on=filters.on)
    listed = Paginator(detailed(in_order(rows, filters.sort), filters.on), SHOWN)
    listed.count = lessons  # counted already
    return QuickPage(
        scope=scope,
        page=listed.get_page(filters.page),
        lines=lines,
        lessons=lessons,
        enrolments=enrolments,
        units=[row for row in below if not row.is_own],
    )


def by_unit(
    rows: QuerySet[QuickFinish], below: list[Row], *, agency: Agency, on: date
) -> tuple[list[UnitLine], int, int]:
    """A line for each unit that has any, most first; all lessons and enrolments. Two reads.

    An enrolment has one answering agency on a day, so that sums count nothing twice.
    """
    stints = answered_on(on).filter(enrolment_id=OuterRef("completion__enrolment"))
    counted = (
        rows.annotate(at=Subquery(stints.values("agency_id")[:1]))
        .order_by()
        .values("at")
        .annotate(
            lessons=Count("pk"),
            enrolments=Count("completion__enrolment", distinct=True),
        )
    )
    leaves = {row["at"]: (row["lessons"], row["enrolments"]) for row in counted}
    above = AgencyAncestry.objects.on(on).filter(
        descendant__in=leaves,
        ancestor__code__in=[r.code for r in below if not r.is_own],
    )
    places: dict[str, list[int]] = {}
    for code, leaf in above.values_list("ancestor__code", "descendant"):
        places.setdefault(code, []).append(leaf)
    lines = []
    for row in below:
        found = [agency.pk] if row.is_own else places.get(row.code, [])
        parts = [leaves[leaf] for leaf in found if leaf in leaves]
        if parts:
            lines.append(UnitLine(row, *map(sum, zip(*parts, strict=True))))
    lines.sort(key=lambda line: (-line.enrolments, -line.lessons, line.row.sort_key))
    totals = [sum(part) for part in zip(*leaves.values(), strict=True)] or [0, 0]
    return lines, totals[0], totals[1]
