"""The figures of each unit's own people, where they stood or at its successor."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from accounts.formats import vdate
from agencies.models import AgencyAncestry, AgencyPeriod, Succession
from progress.official.query import Query
from progress.rollup import Figures, own_figures


@dataclass(frozen=True)
class Leaf:
    """The people of one unit itself."""

    agency_id: int
    figures: Figures


class Branch(NamedTuple):
    """A row: the unit it is about, and those it stands for."""

    code: str
    name: str
    units: set[int]


@dataclass(frozen=True)
class Tree:
    """The rows below a unit, and every kind."""

    branches: list[Branch]
    kinds: dict[int, str]
    notes: list[str]


def leaves(query: Query) -> list[Leaf]:
    """Counts by the unit that answers, as at the day, none of them twice."""
    found = own_figures(
        agency=query.agency, training_class=query.training_class, on=query.as_at
    )
    if query.roll_to is None:
        return [Leaf(agency, figures) for agency, figures in found.items()]
    heirs = successors(query.as_at, query.roll_to)
    rolled: dict[int, Figures] = defaultdict(Figures)
    for agency, figures in found.items():
        rolled[heirs.get(agency, agency)] += figures
    return [Leaf(agency, figures) for agency, figures in rolled.items()]


def successors(since: date, until: date) -> dict[int, int]:
    """Who took over each unit that ended in between, to the end of the chain.

    A unit that was split, or dissolved without a successor, stands for itself: nobody
    can say which part of its past belongs to whom.
    """
    rows = Succession.objects.filter(effective_on__gt=since, effective_on__lte=until)
    heirs: dict[int, list[int]] = defaultdict(list)
    for old, new in rows.values_list("predecessor", "successor"):
        heirs[old].append(new)
    only = {old: new[0] for old, new in heirs.items() if len(new) == 1}

    def last(agency: int) -> int:
        seen = set()
        while agency in only and agency not in seen:
            seen.add(agency)
            agency = only[agency]
        return agency

    return {old: last(old) for old in only}


def tree_of(query: Query, found: list[Leaf]) -> Tree:
    """The units right below the asked one on the day of the tree, in Vietnamese order."""
    day = query.roll_to or query.as_at
    top = query.agency.pk
    if query.roll_to:
        top = successors(query.as_at, query.roll_to).get(top, top)
    wanted = {leaf.agency_id for leaf in found}
    children = AgencyPeriod.objects.on(day).filter(parent=top).listed()
    names = {
        row.agency_id: (row.agency.code, row.name)
        for row in children.select_related("agency")
    }
    under: dict[int, set[int]] = defaultdict(set)
    ancestry = AgencyAncestry.objects.on(day).filter(ancestor__in=names)
    for child, unit in ancestry.values_list("ancestor", "descendant"):
        under[child].add(unit)
    branches = [Branch(*names[c], under[c]) for c in names if under[c] & wanted]
    placed = set().union(*(branch.units for branch in branches))
    periods = last_known(wanted - placed, day)
    rest = [
        Branch(periods[a].agency.code, periods[a].name, {a})
        for a in sorted(wanted - placed)
        if a in periods
    ]
    own = [branch for branch in rest if branch.units == {top}]
    ended = [
        branch._replace(name=f"{branch.name} (đã kết thúc)")
        for branch in rest
        if branch.units != {top}
    ]
    kinds = {a: p.kind for a, p in last_known(wanted, day).items()}
    return Tree([*own, *branches, *ended], kinds, notes_on(query, bool(ended)))


def last_known(agencies: set[int], day: date) -> dict[int, AgencyPeriod]:
    """Each unit as it was on that day, or when it ended before."""
    rows = AgencyPeriod.objects.filter(agency__in=agencies).order_by("period")
    rows = rows.select_related("agency")
    found: dict[int, AgencyPeriod] = {}
    for row in rows:
        first = row.period.lower
        if row.agency_id not in found or first is None or first <= day:
            found[row.agency_id] = row
    return found


def notes_on(query: Query, some_ended: bool) -> list[str]:
    if query.roll_to is None:
        return []
    notes = [
        f"Đơn vị cũ được cộng vào đơn vị kế thừa theo tổ chức ngày {vdate(query.roll_to)}."
    ]
    if some_ended:
        notes.append(
            "Đơn vị đã kết thúc mà không có một đơn vị kế thừa duy nhất thì giữ dòng riêng."
        )
    return notes
