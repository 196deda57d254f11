"""The page of lessons finished very fast: whom to ask, and where most of them are.

A question, never a verdict: nothing is blocked, and who was talked to is laid aside.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from agencies.models import AgencyAncestry, AgencyPeriod
from progress.filters import Filters
from progress.group_items import classes_with
from progress.lists import Scope
from progress.quick_lines import asked_of, detailed
from progress.quick_sorting import SortLink, sort_links
from progress.reports import Row, agency_progress

SHOWN = 50
UNITS_SHOWN = 10


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
