"""Completion by agency as at a day: always computed, summed along the tree in SQL.

Assigned (được cử): enrolments that an agency of the subtree answers for on that day.
Started: something was opened or finished. Completed and passed as `enrolments` defines
them. Rates are completed ÷ assigned and passed ÷ completed (tài liệu tập huấn, mục 5).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce
from operator import add

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from agencies.models import Agency, AgencyAncestry, AgencyPeriod
from enrolments.models import Enrolment, TrainingClass
from enrolments.querysets import end_of
from progress.models import Completion, Visit


@dataclass(frozen=True, slots=True)
class Figures:
    """The four counts of enrolments; later ones are part of the earlier ones."""

    assigned: int = 0
    started: int = 0
    completed: int = 0
    passed: int = 0

    @property
    def not_started(self) -> int:
        return self.assigned - self.started

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.assigned + other.assigned,
            self.started + other.started,
            self.completed + other.completed,
            self.passed + other.passed,
        )


@dataclass(frozen=True)
class Row:
    """A unit with the figures of its whole subtree, for each class (by its pk)."""

    code: str
    name: str
    kind: str
    parent: str | None = None
    sort_key: str = ""
    level: int = 1
    has_children: bool = False
    is_own: bool = False
    by_class: dict[int, Figures] = field(default_factory=dict)
    only: int | None = None

    @property
    def figures(self) -> Figures:
        """Of the class chosen, or of all of them together."""
        if self.only is not None:
            return self.by_class.get(self.only, Figures())
        return reduce(add, self.by_class.values(), Figures())

    @property
    def kind_label(self) -> str:
        return str(AgencyPeriod(kind=self.kind).get_kind_display())


@dataclass(frozen=True)
class AgencyProgress:
    """A unit's total and the rows below it."""

    total: Row
    rows: list[Row]

    def of_class(self, training_class: TrainingClass | None) -> AgencyProgress:
        """The same read narrowed to one class, without asking again."""
        only = training_class.pk if training_class else None
        return AgencyProgress(
            replace(self.total, only=only),
            [replace(row, only=only) for row in self.rows],
        )


def assigned(
    *, agency: Agency | None, on: date, training_class: TrainingClass | None = None
) -> QuerySet[Enrolment]:
    """Enrolments the agency's subtree answers for on that day; no agency is all of them.

    Who was exempted, withdrawn or left is no longer counted from that day on.
    """
    rows = Enrolment.objects.answering(on=on)
    if agency is not None:
        rows = Enrolment.objects.within(agency, on=on)
    if training_class is not None:
        rows = rows.filter(training_class=training_class)
    end = end_of(on)
    counts = Q(ended_at=None) | Q(ended_at__gte=end) | Q(ended_reason="completed")
    return rows.filter(counts, enrolled_at__lt=end)


def started(on: date) -> Q:
    """That something was opened or finished up to the end of that day."""
    end = end_of(on)
    visits = Visit.objects.filter(enrolment=OuterRef("pk"), first_at__lt=end)
    finished = Completion.objects.filter(enrolment=OuterRef("pk"), completed_at__lt=end)
    return Q(completed_at__lt=end) | Q(Exists(visits)) | Q(Exists(finished))


def _leaves(enrolments: QuerySet[Enrolment], on: date) -> QuerySet[Enrolment]:
    """Counts by answering agency and class, before any roll-up."""
    end = end_of(on)
    return (
        enrolments.order_by()
        .values("agency_on", "training_class_id")
        .annotate(
            n_assigned=Count("pk"),
            n_started=Count("pk", filter=started(on)),
            n_completed=Count("pk", filter=Q(completed_at__lt=end)),
            n_passed=Count("pk", filter=Q(passed_at__lt=end)),
        )
    )


ROLL_UP = """
WITH leaf AS ({leaf}), up AS (
    SELECT ancestor_id, descendant_id FROM agencies_agencyancestry
     WHERE period @> %s::date
), sums AS (
    SELECT 'unit' AS part, up.ancestor_id AS agency_id, leaf.*
      FROM leaf JOIN up ON up.descendant_id = leaf.agency_on
     WHERE up.ancestor_id = ANY(%s)
    UNION ALL
    SELECT 'own', leaf.agency_on, leaf.* FROM leaf
     WHERE leaf.agency_on = ANY(%s)
    UNION ALL
    SELECT 'total', NULL, leaf.* FROM leaf
     WHERE EXISTS (SELECT FROM up WHERE up.descendant_id = leaf.agency_on
                      AND up.ancestor_id = ANY(%s))
)
SELECT part, agency_id, training_class_id, sum(n_assigned)::int, sum(n_started)::int,
       sum(n_completed)::int, sum(n_passed)::int
  FROM sums GROUP BY part, agency_id, training_class_id
"""

Sums = dict[tuple[str, int | None], dict[int, Figures]]


def _roll_up(
    enrolments: QuerySet[Enrolment],
    *,
    on: date,
    units: Iterable[int],
    tops: Iterable[int],
    own: Iterable[int] = (),
) -> Sums:
    """Sums for whole subtrees, for units alone, and once for all under `tops`."""
    leaf, values = _leaves(enrolments, on).query.sql_with_params()
    ours = (on, list(units), list(own), list(tops))
    sums: Sums = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(ROLL_UP.format(leaf=leaf), (*values, *ours))
        for part, agency_id, class_id, *figures in cursor.fetchall():
            sums[part, agency_id][class_id] = Figures(*figures)
    return sums


def _listed(on: date) -> QuerySet[AgencyPeriod]:
    children = AgencyPeriod.objects.on(on).filter(parent=OuterRef("agency"))
    return (
        AgencyPeriod.objects.on(on)
        .select_related("agency", "parent")
        .annotate(has_children=Exists(children))
        .listed()
    )


def _row(unit: AgencyPeriod, sums: Sums, level: int = 1) -> Row:
    return Row(
        code=unit.agency.code,
        name=unit.name,
        kind=unit.kind,
        parent=unit.parent.code if unit.parent else None,
        sort_key=unit.sort_key,
        level=level,
        has_children=unit.has_children,
        by_class=sums["unit", unit.agency_id],
    )


def agency_progress(
    *,
    agency: Agency,
    on: date,
    training_class: TrainingClass | None = None,
    kinds: Collection[str] = (),
    opened: Collection[str] = (),
) -> AgencyProgress:
    """A row for each unit directly below the agency, and one for the agency's own people.

    With `kinds`, a row for each unit of these kinds anywhere below it; the total then
    counts every enrolment under the rows once. `opened` are codes of rows whose own
    children follow them. Two queries whatever the number of agencies.
    """
    listed = _units(agency=agency, on=on, kinds=kinds, opened=opened)
    rows = [unit for unit in listed if kinds or unit.parent_id == agency.pk]
    sums = _roll_up(
        assigned(agency=agency, on=on, training_class=training_class),
        on=on,
        units=[unit.agency_id for unit in listed],
        tops=[unit.agency_id for unit in rows] if kinds else [agency.pk],
        own=[] if kinds else [agency.pk],
    )
    total = Row(agency.code, "", "", level=0, by_class=sums["total", None])
    own = Row(agency.code, "", "", is_own=True, by_class=sums["own", agency.pk])
    inner: dict[int | None, list[Row]] = defaultdict(list)
    for unit in listed:
        if not kinds and unit.parent_id != agency.pk:
            inner[unit.parent_id].append(_row(unit, sums, level=2))
    result = [own] if own.by_class and rows else []
    for unit in rows:
        result += [_row(unit, sums), *inner[unit.agency_id]]
    return AgencyProgress(total, result)


def _units(
    *, agency: Agency, on: date, kinds: Collection[str], opened: Collection[str]
) -> list[AgencyPeriod]:
    units = _listed(on)
    if kinds:
        below = AgencyAncestry.objects.on(on).filter(ancestor=agency)
        return list(units.filter(agency__in=below.values("descendant"), kind__in=kinds))
    children = AgencyPeriod.objects.on(on).filter(
        parent=agency, agency__code__in=opened
    )
    return list(
        units.filter(Q(parent=agency) | Q(parent__in=children.values("agency")))
    )


def whole_tree(
    *,
    agency: Agency | None,
    on: date,
    training_class: TrainingClass | None = None,
    kinds: Collection[str] = (),
) -> list[Row]:
    """A row for every unit of the subtree, each after the one it stands under.

    No agency is the whole forest. Two queries.
    """
    units = _listed(on)
    if agency is not None:
        below = AgencyAncestry.objects.on(on).filter(ancestor=agency)
        units = units.filter(agency__in=below.values("descendant"))
    listed = list(units)
    sums = _roll_up(
        assigned(agency=agency, on=on, training_class=training_class),
        on=on,
        units=[unit.agency_id for unit in listed],
        tops=[],
    )
    rows = (_row(unit, sums, level) for unit, level in _depth_first(listed))
    return [row for row in rows if not kinds or row.kind in kinds]


def _depth_first(units: list[AgencyPeriod]) -> Iterator[tuple[AgencyPeriod, int]]:
    inside = {unit.agency_id for unit in units}
    children: dict[int | None, list[AgencyPeriod]] = defaultdict(list)
    for unit in units:
        children[unit.parent_id if unit.parent_id in inside else None].append(unit)
    waiting = [(unit, 0) for unit in reversed(children[None])]
    while waiting:
        unit, level = waiting.pop()
        yield unit, level
        waiting += [(child, level + 1) for child in reversed(children[unit.agency_id])]


def completions_by_day(
    *, agency: Agency, on: date, training_class: TrainingClass | None = None
) -> dict[date, int]:
    """How many enrolments were completed on each day, up to and with the day asked."""
    return dict(
        assigned(agency=agency, on=on, training_class=training_class)
        .filter(completed_at__lt=end_of(on))
        .order_by()
        .annotate(day=TruncDate("completed_at"))
        .values_list("day")
        .annotate(n=Count("pk"))
    )
