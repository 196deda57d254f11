"""Lists of trainees and files of a unit, as the filters in the address ask for them."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.formats import vdate
from agencies.exports import Table
from agencies.models import AgencyAncestry, AgencyPeriod
from enrolments.models import Enrolment, TrainingClass
from progress.cells import Trainee, with_cells
from progress.filters import Filters
from progress.group_items import classes_with
from progress.reports import whole_tree
from progress.rollup import figures_of
from progress.sheets import agency_table, notes_on, trainee_table
from progress.trainees import line_by_line, listed, people

PEOPLE_SHOWN = 50


def class_error(filters: Filters, group: TrainingClass | None) -> str:
    """The same words for a class that does not exist and for one of others."""
    if not filters.class_code or group:
        return ""
    return _(
        "Lỗi: đơn vị này không có học viên ở lớp mã %(code)s đến ngày %(day)s. "
        "Số liệu dưới đây là của mọi lớp."
    ) % {"code": filters.class_code, "day": vdate(filters.on)}


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
    classes = classes_with(figures_of(agency=way[-1].agency, on=filters.on))
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


def count_agencies(scope: Scope) -> int:
    below = AgencyAncestry.objects.on(scope.filters.on).filter(
        ancestor=scope.unit.agency
    )
    units = AgencyPeriod.objects.on(scope.filters.on).filter(
        agency__in=below.values("descendant")
    )
    if scope.filters.kinds:
        units = units.filter(kind__in=scope.filters.kinds)
    return units.count()


def by_trainee(scope: Scope) -> Table:
    """The table of a file: everybody the filters ask for, read in portions."""
    return trainee_table(
        line_by_line(scope.enrolments, scope.filters.on),
        classes=scope.classes,
        on=scope.filters.on,
        notes=scope.notes,
    )


def count_trainees(scope: Scope) -> int:
    return scope.enrolments.count()
