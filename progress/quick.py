"""The page of lessons finished very fast: whom to ask, and where most of them are.

A question, never a verdict: nothing is blocked, and who was talked to is laid aside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from agencies.models import AgencyAncestry, AgencyPeriod
from progress.filters import Filters
from progress.lists import Scope
from progress.models import QuickFinish
from progress.reports import Row, agency_progress
from progress.rollup import answered_on
from progress.sums.quick import FIRST, SORTS, Quick
from progress.trainees import classes_with

SHOWN = 50
UNITS_SHOWN = 10
PORTION = 1000


def asked_of(scope: Scope) -> Quick:
    """What the address asks for."""
    filters = scope.filters
    return Quick(
        agency=scope.unit.agency_id,
        on=filters.on,
        training_class=scope.group.pk if scope.group else None,
        talk=filters.talk,
        q=filters.q,
        own=filters.own,
    )


def detailed(keys: list[int], on: date) -> list[QuickFinish]:
    """With what a list shows, in its order: learner, lesson, class, unit, talk."""
    stints = answered_on(on).filter(enrolment_id=OuterRef("enrolment"))
    units = AgencyPeriod.objects.on(on).filter(agency=OuterRef("agency_on"))
    rows = (
        QuickFinish.objects.with_talk(on=on)
        .select_related(
            "completion__activity",
            "enrolment__learner",
            "enrolment__training_class__course",
        )
        .annotate(agency_on=Subquery(stints.values("agency_id")[:1]))
        .annotate(
            unit_name=Subquery(units.values("name")[:1]),
            unit_code=Subquery(units.values("agency__code")[:1]),
        )
    )
    found = rows.in_bulk(keys)
    return [found[key] for key in keys]


def line_by_line(scope: Scope) -> Iterator[QuickFinish]:
    """All of them, read in portions, for a file."""
    keys = asked_of(scope).keys(scope.filters.sort)
    for at in range(0, len(keys), PORTION):
        yield from detailed(keys[at : at + PORTION], scope.filters.on)


@dataclass(frozen=True)
class SortLink:
    """A column of the list that can sort it, as its heading links to it."""

    label: str
    link: str
    direction: str


def sort_links(sort: str) -> dict[str, SortLink]:
    """By name and pace from the least, by day from the newest; a second click turns it."""
    sort = sort if sort in SORTS else FIRST
    first = {"name": _("Học viên"), "pace": _("Đo được"), "-done": _("Đánh dấu xong")}
    links = {}
    for key, label in first.items():
        column = key.lstrip("-")
        other = column if key.startswith("-") else f"-{column}"
        direction = "descending" if sort.startswith("-") else "ascending"
        shown = direction if sort.lstrip("-") == column else ""
        links[column] = SortLink(label, other if sort == key else key, shown)
    return links


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
    read = agency_progress(agency=way[-1].agency, on=filters.on)
    scope = Scope(way, filters, classes_with(read.total.by_class))
    inner = [row for row in read.of_class(scope.group).rows if row.level == 1]
    counts = asked_of(scope).by_unit()
    return QuickPage(
        scope=scope,
        page=page_of(scope, sum(lessons for lessons, _people in counts.values())),
        lines=unit_lines(counts, inner, scope),
        lessons=sum(lessons for lessons, _people in counts.values()),
        enrolments=sum(people for _lessons, people in counts.values()),
        units=[row for row in inner if not row.is_own],
    )


def page_of(scope: Scope, count: int) -> Page:
    """The page that the address asks for, of so many lessons."""
    filters = scope.filters
    page = Paginator(range(count), SHOWN).get_page(filters.page)
    skip = max(0, page.start_index() - 1)
    keys = asked_of(scope).keys(filters.sort, most=SHOWN, skip=skip)
    page.object_list = detailed(keys, filters.on)
    return page


def unit_lines(
    counts: dict[int, tuple[int, int]], inner: list[Row], scope: Scope
) -> list[UnitLine]:
    """A line for each unit right below that has any, those with most people first."""
    codes = [row.code for row in inner if not row.is_own]
    above = AgencyAncestry.objects.on(scope.filters.on).filter(ancestor__code__in=codes)
    places: dict[str, list[int]] = {}
    for code, leaf in above.values_list("ancestor__code", "descendant"):
        places.setdefault(code, []).append(leaf)
    lines = []
    for row in inner:
        leaves = [scope.unit.agency_id] if row.is_own else places.get(row.code, [])
        found = [counts[leaf] for leaf in leaves if leaf in counts]
        if found:
            lines.append(UnitLine(row, *map(sum, zip(*found, strict=True))))
    return sorted(lines, key=lambda x: (-x.enrolments, -x.lessons, x.row.sort_key))
