"""Reading the sums of whole branches, which the fold keeps along the tree of its day.

They hold on every day on which units stand as they stood then (`Fold.tree`). Whether
they do is read in one statement with them: what a reorganisation or a fold does
meanwhile is seen as a whole or not at all. What has not been folded is joined with the
tree itself. None says that they do not hold. docs/decisions/0019.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from progress.sums.asking import rows_of
from progress.sums.parts import PLAIN, ROW, SUM, folded_parts, own_parts

FEW = 2_000  # units that are named one by one
FOLDED = """
WITH folded AS (SELECT folded_to AS f, tree @> %(on)s::date AS holds FROM progress_fold)
"""
HOLDS = "(SELECT holds FROM folded)"
# Of the units those that exist on the day, and whether others stand below them.
WANTED = f"""
, wanted AS MATERIALIZED (
    SELECT self.descendant_id AS unit, EXISTS (
           SELECT FROM agencies_agencyancestry b
            WHERE b.ancestor_id = self.descendant_id AND b.period @> %(on)s::date
              AND b.descendant_id <> self.descendant_id) AS is_branch
      FROM agencies_agencyancestry self
     WHERE self.descendant_id = ANY(%(units)s::bigint[])
       AND self.ancestor_id = self.descendant_id AND self.period @> %(on)s::date
       AND {HOLDS}
)
"""  # noqa: S608 (made of constants)
# As arrays: joined with, each table would be read again for every unit.
OF_LEAVES = "agency_id = ANY(ARRAY(SELECT unit FROM wanted WHERE NOT is_branch))"
OF_BRANCHES = "agency_id = ANY(ARRAY(SELECT unit FROM wanted WHERE is_branch))"
OF_UNITS = "agency_id = ANY(%(units)s::bigint[])"
OF_OWN = "agency_id = ANY(%(own)s::bigint[])"
OF_CLASS = " AND training_class_id = %(class)s"
OF_CLASSES = " AND training_class_id IS NOT NULL"
LEAVES = ("progress_balance", "progress_tally")
BRANCHES = ("progress_branchbalance", "progress_branchtally")
CHANGED = f"""
  FROM progress_change c
  JOIN agencies_agencyancestry a ON a.descendant_id = c.agency_id AND a.period @> %(on)s::date
 WHERE c.day <= %(on)s AND {HOLDS}
"""
# A branch has a balance of its own people too, which its own row here holds already.
ALL_CLASSES = f"""
    SELECT agency_id, {PLAIN} FROM progress_branchbalance WHERE training_class_id IS NULL
"""  # noqa: S608 (made of constants)
ONE_CLASS = f"""
    SELECT agency_id, {PLAIN} FROM (
        SELECT {ROW} FROM progress_branchbalance
        UNION ALL
        SELECT {ROW} FROM progress_balance WHERE agency_id NOT IN (
            SELECT agency_id FROM progress_branchbalance WHERE training_class_id = %(class)s)
    ) balances WHERE training_class_id = %(class)s
"""  # noqa: S608 (made of constants)
ABOVE = " AND a.ancestor_id = ANY(%(units)s::bigint[])"


def rolled(
    *,
    training_class: int | None,
    on: date,
    units: Collection[int],
    own: Collection[int] = (),
) -> list[tuple] | None:
    """Rows of part, unit, class and the five counts."""
    of = OF_CLASS if training_class is not None else OF_CLASSES
    asked = f"""
{FOLDED} {WANTED}
SELECT part, unit, training_class_id, {SUM} FROM (
    SELECT 'unit' AS part, agency_id AS unit, training_class_id, {PLAIN}
      FROM ({folded_parts(*LEAVES, OF_LEAVES + of)}) p
    UNION ALL
    SELECT 'unit', agency_id, training_class_id, {PLAIN}
      FROM ({folded_parts(*BRANCHES, OF_BRANCHES + of)}) p
    UNION ALL
    SELECT 'unit', a.ancestor_id, training_class_id, {PLAIN} {CHANGED} {ABOVE} {of}
    UNION ALL
    SELECT 'own', agency_id, training_class_id, {PLAIN}
      FROM ({own_parts(OF_OWN + of)}) p WHERE {HOLDS}
) parts GROUP BY part, unit, training_class_id HAVING sum(assigned) <> 0
"""  # noqa: S608 (made of constants)
    said = {"units": [*units], "own": [*own], "class": training_class, "on": on}
    return held(asked, said, width=8)


def of_tree(
    *, on: date, units: Collection[int], training_class: int | None = None
) -> list[tuple] | None:
    """Rows of unit and the five counts of a class or of all, each unit with all below it.

    Only on the very day of the fold. Of many units, those of others come along.
    """
    is_few = len(units) <= FEW
    asked = f"""
WITH folded AS (
    SELECT tree @> %(on)s::date AND folded_to = %(on)s AS holds FROM progress_fold
)
SELECT agency_id, {SUM} FROM (
    {ALL_CLASSES if training_class is None else ONE_CLASS}
       AND {HOLDS} AND {OF_UNITS if is_few else "true"}
    UNION ALL
    SELECT a.ancestor_id, {PLAIN} {CHANGED} {ABOVE if is_few else ""}
       {"" if training_class is None else OF_CLASS}
) parts GROUP BY agency_id
"""  # noqa: S608 (made of constants)
    said = {"units": [*units] if is_few else None, "on": on, "class": training_class}
    return held(asked, said, width=6)


def completed_by_day(
    *, agency: int, training_class: int | None, on: date
) -> list[tuple] | None:
    """Rows of day, class and by how many its completed ones grew on that day."""
    of = OF_CLASS if training_class is not None else OF_CLASSES
    asked = f"""
{FOLDED} {WANTED}
SELECT day, training_class_id, sum(completed)::int FROM (
    SELECT day, training_class_id, completed FROM progress_tally
     WHERE {OF_LEAVES} {of} AND completed <> 0 AND day <= %(on)s
    UNION ALL
    SELECT day, training_class_id, completed FROM progress_branchtally
     WHERE {OF_BRANCHES} {of} AND completed <> 0 AND day <= %(on)s
    UNION ALL
    SELECT day, training_class_id, completed {CHANGED} {ABOVE} {of} AND completed <> 0
) parts GROUP BY day, training_class_id HAVING sum(completed) <> 0
"""  # noqa: S608 (made of constants)
    said = {"units": [agency], "class": training_class, "on": on}
    return held(asked, said, width=3)


def held(asked: str, said: dict[str, Any], *, width: int) -> list[tuple] | None:
    """The rows, or None where the last one says that the branches do not hold."""
    nothing = ", ".join(["NULL"] * width)
    rows = rows_of(
        f"{asked} UNION ALL SELECT {nothing} WHERE {HOLDS} IS NOT TRUE",
        said,
    )
    return None if rows and rows[-1][0] is None else rows
