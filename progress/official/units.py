"""Completion by unit and by level, as the units stood or rolled up to their successors."""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from operator import add

from agencies.exports import Cell, Share
from agencies.models import Kind
from progress.official.content import Content, Heading
from progress.official.query import Query
from progress.official.rolled import Leaf, leaves, tree_of
from progress.official.wording import in_words, of_what, unit_name
from progress.rollup import Figures

COMMUNES = {Kind.WARD, Kind.COMMUNE, Kind.TOWNSHIP, Kind.SPECIAL_ZONE}
LEVELS = {"Cấp tỉnh": lambda k: k not in COMMUNES and k != Kind.DISTRICT,
          "Cấp huyện": lambda k: k == Kind.DISTRICT,
          "Cấp xã": lambda k: k in COMMUNES}  # fmt: skip
FIGURES = [
    Heading("Được cử"), Heading("Tham gia"), Heading("Hoàn thành"),
    Heading("Tỷ lệ hoàn thành"), Heading("Đạt"), Heading("Tỷ lệ đạt"), Heading("Chưa tham gia"),
]  # fmt: skip


def cells(n: Figures) -> list[Cell]:
    """Rates are completed ÷ assigned and passed ÷ completed."""
    return [
        n.assigned, n.started, n.completed, Share(n.completed, n.assigned),
        n.passed, Share(n.passed, n.completed), n.not_started,
    ]  # fmt: skip


def total_of(found: list[Leaf]) -> Figures:
    return reduce(add, (leaf.figures for leaf in found), Figures())


def noun_of(query: Query) -> str:
    return "người" if query.training_class else "lượt"


def by_agency(query: Query) -> Content:
    """A row for each unit directly below, with everything under it, and the own people."""
    found = leaves(query)
    tree = tree_of(query, found)
    rows: list[list[Cell]] = []
    for branch in tree.branches:
        figures = total_of([leaf for leaf in found if leaf.agency_id in branch.units])
        rows.append([len(rows) + 1, branch.name, *cells(figures)])
    total = total_of(found)
    units = len({leaf.agency_id for leaf in found})
    return Content(
        title=f"Kết quả tập huấn theo đơn vị của {unit_name(query)}: {of_what(query)}",
        caption="Hoàn thành và đạt theo đơn vị",
        summary=[in_words(total, units=units, noun=noun_of(query))],
        columns=[Heading("TT", 5), Heading("Đơn vị", 40), *FIGURES],
        rows=rows,
        keys=[branch.code for branch in tree.branches],
        total=[None, "Tổng cộng", *cells(total)],
        notes=tree.notes,
    )


def by_level(query: Query) -> Content:
    """Province, district and commune; from July 2025 on there is no district."""
    found = leaves(query)
    tree = tree_of(query, found)
    by_kind: dict[str, list[Leaf]] = defaultdict(list)
    for leaf in found:
        kind = tree.kinds.get(leaf.agency_id, "")
        level = next(name for name, holds in LEVELS.items() if holds(kind))
        by_kind[level].append(leaf)
    rows = [
        [
            at,
            name,
            len({leaf.agency_id for leaf in by_kind[name]}),
            *cells(total_of(by_kind[name])),
        ]
        for at, name in enumerate((n for n in LEVELS if by_kind[n]), start=1)
    ]
    total = total_of(found)
    units = len({leaf.agency_id for leaf in found})
    return Content(
        title=f"Tổng hợp kết quả tập huấn theo cấp của {unit_name(query)}: {of_what(query)}",
        caption="Hoàn thành và đạt theo cấp hành chính",
        summary=[in_words(total, units=units, noun=noun_of(query))],
        columns=[Heading("TT", 5), Heading("Cấp", 30), Heading("Số đơn vị"), *FIGURES],
        rows=rows,
        keys=[name for name in LEVELS if by_kind[name]],
        total=[None, "Tổng cộng", units, *cells(total)],
        notes=tree.notes,
    )
