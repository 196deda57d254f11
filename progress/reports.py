"""Completion by agency as at a day: a unit's children, a whole tree, a curve of days.

Rates are completed ÷ assigned and passed ÷ completed; see `rollup` for the counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import add
from types import MappingProxyType
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from agencies.models import Agency, AgencyAncestry, AgencyPeriod
from enrolments.models import TrainingClass
from progress.rollup import Figures, Sums, roll_up, tree_figures
from progress.sums.asking import planned_for_its_values
from progress.sums.reading import completed_by_day


class Row(NamedTuple):
    """A unit with the figures of its whole subtree, for each class (by its pk).

    A tuple, because a tree has ten thousand of them.
    """

    code: str
    name: str
    kind: str
    parent: str | None = None
    sort_key: str = ""
    level: int = 1
    has_children: bool = False
    is_own: bool = False
    by_class: Mapping[int, Figures] = MappingProxyType({})
    only: int | None = None

    @property
    def figures(self) -> Figures:
        """Of the class chosen, or of all of them together."""
        if self.only is not None:
            return self.by_class.get(self.only, Figures())
        return reduce(add, self.by_class.values() or [Figures()])

    @property
    def in_sentence(self) -> str:
        return in_sentence(self.name)

    @property
    def kind_label(self) -> str:
        return str(AgencyPeriod(kind=self.kind).get_kind_display())


def in_sentence(name: str) -> str:
    """A unit's name inside a sentence: huyện Châu Đức; abbreviations stay: UBND tỉnh."""
    return name[0].lower() + name[1:] if name[1:2].islower() else name


@dataclass(frozen=True)
class AgencyProgress:
    """A unit's total and the rows below it."""

    total: Row
    rows: list[Row]

    def of_class(self, training_class: TrainingClass | None) -> AgencyProgress:
        """The same read narrowed to one class, without asking again."""
        only = training_class.pk if training_class else None
        return AgencyProgress(
            self.total._replace(only=only),
            [row._replace(only=only) for row in self.rows],
        )


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
    children follow them. Two queries whatever the number of agencies, four while the
    sums of branches do not hold; one more with `kinds`.
    """
    listed = _units(agency=agency, on=on, kinds=kinds, opened=opened)
    by_key = {unit.agency_id: unit for unit in listed}
    if kinds:
        tops = [unit for unit in listed if unit.kind in kinds]
    else:
        tops = [unit for unit in listed if unit.parent_id == agency.pk]
    parents = set() if kinds else {unit.parent_id for unit in listed} & {*by_key}
    sums = roll_up(
        agency=agency,
        training_class=training_class,
        on=on,
        units=[key for key in by_key if kinds or key != agency.pk],
        own=parents | {agency.pk},
    )
    counted = outermost(tops, on=on) if kinds else tops
    alone = [] if kinds else [("own", agency.pk)]
    total = _together([*alone, *(("unit", u.agency_id) for u in counted)], sums)
    whole = by_key.get(agency.pk)
    rows = _own(whole, sums, level=1) if tops and not kinds else []
    for unit in tops:
        rows.append(_row(unit, sums))
        if unit.agency_id in parents:
            rows += _own(unit, sums, level=2)
            inner = (u for u in listed if u.parent_id == unit.agency_id)
            rows += [_row(u, sums, level=2) for u in inner]
    named = (whole.name, whole.kind) if whole else ("", "")
    return AgencyProgress(Row(agency.code, *named, level=0, by_class=total), rows)


def outermost(units: list[AgencyPeriod], *, on: date) -> list[AgencyPeriod]:
    """Those that stand under none of the others; everybody below them is counted once."""
    keys = [unit.agency_id for unit in units]
    nested = AgencyAncestry.objects.on(on).filter(
        ancestor__in=keys, descendant__in=keys
    )
    with planned_for_its_values():
        pairs = nested.exclude(ancestor=F("descendant"))
        under = set(pairs.values_list("descendant", flat=True))
    return [unit for unit in units if unit.agency_id not in under]


def _together(keys: list[tuple[str, int]], sums: Sums) -> dict[int, Figures]:
    """Parts of a tree that share nobody, added up by class."""
    total: dict[int, Figures] = defaultdict(Figures)
    for key in keys:
        for class_id, figures in sums[key].items():
            total[class_id] += figures
    return dict(total)


def _own(unit: AgencyPeriod | None, sums: Sums, *, level: int) -> list[Row]:
    """The row of the unit's own people, when it has any besides those below it."""
    by_class = sums.get(("own", unit.agency_id)) if unit else None
    if not by_class:
        return []
    parent = unit.agency.code
    return [
        Row(
            parent,
            unit.name,
            unit.kind,
            parent,
            "",
            level,
            is_own=True,
            by_class=by_class,
        )
    ]


def _units(
    *, agency: Agency, on: date, kinds: Collection[str], opened: Collection[str]
) -> list[AgencyPeriod]:
    """The agency itself and the units that get a row, in Vietnamese order."""
    units = _listed(on)
    if kinds:
        below = AgencyAncestry.objects.on(on).filter(ancestor=agency)
        wanted = Q(agency__in=below.values("descendant"), kind__in=kinds)
    else:
        children = AgencyPeriod.objects.on(on).filter(
            parent=agency, agency__code__in=opened
        )
        wanted = Q(parent=agency) | Q(parent__in=children.values("agency"))
    with planned_for_its_values():
        return list(units.filter(wanted | Q(agency=agency)))


def whole_tree(
    *,
    agency: Agency | None,
    on: date,
    training_class: TrainingClass | None = None,
    kinds: Collection[str] = (),
) -> list[Row]:
    """A row for every unit of the subtree, each after the one it stands under.

    No agency is the whole forest. Two queries: the units, and what each has of its own;
    adding up along ten thousand links is quicker here than joining them to all above.
    """
    units = AgencyPeriod.objects.on(on).listed()
    if agency is not None:
        below = AgencyAncestry.objects.on(on).filter(ancestor=agency)
        units = units.filter(agency__in=below.values("descendant"))
    with planned_for_its_values():
        plain = {row[0]: row for row in units.values_list(*PLAIN)}
    levels = _depth_first({unit: row[1] for unit, row in plain.items()})
    sums = tree_figures(
        agency=agency,
        on=on,
        training_class=training_class,
        parents={unit: plain[unit][1] for unit in levels},
    )
    return [
        Row(*plain[unit][2:], level, by_class={0: sums[unit]})
        for unit, level in levels.items()
        if not kinds or plain[unit][KIND] in kinds
    ]


# A tree is read as plain values: the unit, the one above, and a row's first five.
PLAIN = (
    "agency_id", "parent_id", "agency__code", "name", "kind", "parent__code", "sort_key",
)  # fmt: skip
KIND = PLAIN.index("kind")


def _depth_first(parents: dict[int, int | None]) -> dict[int, int]:
    """Units in their order, but each after the one it stands under; how deep it is."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for unit, parent in reversed(parents.items()):
        children[parent if parent in parents else None].append(unit)
    levels: dict[int, int] = {}
    waiting = [(unit, 0) for unit in children[None]]
    while waiting:
        unit, level = waiting.pop()
        levels[unit] = level
        waiting += [(child, level + 1) for child in children.get(unit, ())]
    return levels


def completions_by_day(
    *, agency: Agency, on: date, training_class: TrainingClass | None = None
) -> dict[int, dict[date, int]]:
    """By class (its pk): by how many the completed ones grew on each day up to that day.

    As it stood on each day: who moved with a result takes it along.
    """
    return completed_by_day(
        agency=agency.pk,
        training_class=training_class.pk if training_class else None,
        on=on,
    )
