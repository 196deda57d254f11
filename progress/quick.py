"""The page of lessons finished very fast: whom to ask, and where most of them are.

A question, never a verdict: nothing is blocked, and who was talked to is laid aside.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from agencies.models import AgencyPeriod
from progress.filters import Filters
from progress.group_items import classes_with
from progress.lists import Scope
from progress.quick_lines import asked_of, detailed
from progress.quick_sorting import SortLink, sort_links
from progress.reports import Row, agency_progress

SHOWN = 50
UNITS_SHOWN = 10
LAST = 1_000_000  # pages: more than there are


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
    counts, keys = asked_of(scope).page(
        filters.sort,
        page=number_of(filters.page),
        most=SHOWN,
        parts=[row.code for row in inner if not row.is_own],
    )
    lessons = sum(lessons for lessons, _people in counts.values())
    page = Paginator(range(lessons), SHOWN).get_page(filters.page)
    page.object_list = detailed(keys, filters.on)
    return QuickPage(
        scope=scope,
        page=page,
        lines=unit_lines(counts, inner),
        lessons=lessons,
        enrolments=sum(people for _lessons, people in counts.values()),
        units=[row for row in inner if not row.is_own],
    )


def number_of(page: str) -> int:
    """The page that an address asks for, as a paginator reads it; of none the last."""
    try:
        number = int(page)
    except ValueError:
        return 1
    return min(number, LAST) if number > 0 else LAST


def unit_lines(
    counts: dict[str | None, tuple[int, int]], inner: list[Row]
) -> list[UnitLine]:
    """A line for each unit right below that has any, those with most people first."""
    places = [(row, None if row.is_own else row.code) for row in inner]
    lines = [UnitLine(row, *counts[code]) for row, code in places if code in counts]
    return sorted(lines, key=lambda x: (-x.enrolments, -x.lessons, x.row.sort_key))
