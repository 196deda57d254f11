"""Proving the sums of branches: what they should be, from what each unit has of its own.

Only where they are read at all: once the tree was changed they are not, until a fold.
"""

from __future__ import annotations

from django.db import connection

from progress.sums.parts import COUNTS, NEGATIVE, PLAIN, SUM

WRONG = " OR ".join(f"sum({name}) <> 0" for name in COUNTS)
# A link that holds on some of the days only, or days that leave out the fold's own.
TREE = """
SELECT lower(f.tree), upper(f.tree) FROM progress_fold f
 WHERE NOT f.tree @> f.folded_to OR EXISTS (
    SELECT FROM agencies_agencyancestry a WHERE a.period && f.tree AND NOT a.period @> f.tree)
"""
UP = """
WITH up AS (
    SELECT ancestor_id, descendant_id FROM agencies_agencyancestry a
      JOIN progress_fold ON a.period @> folded_to AND tree IS NOT NULL
), branch AS (
    SELECT DISTINCT ancestor_id AS id FROM up WHERE ancestor_id <> descendant_id
)
"""
TALLIES = f"""
{UP}
SELECT agency_id, training_class_id, day, {SUM} FROM (
    SELECT agency_id, training_class_id, day, {PLAIN} FROM progress_branchtally
     WHERE EXISTS (SELECT FROM up)
    UNION ALL
    SELECT ancestor_id, training_class_id, day, {NEGATIVE} FROM progress_tally
      JOIN up ON descendant_id = agency_id
     WHERE ancestor_id IN (SELECT id FROM branch)
) both_ways GROUP BY 1, 2, 3 HAVING {WRONG}
"""  # noqa: S608 (made of constants)
BALANCES = f"""
{UP}
SELECT agency_id, training_class_id, {SUM} FROM (
    SELECT agency_id, training_class_id, {PLAIN} FROM progress_branchbalance
     WHERE EXISTS (SELECT FROM up)
    UNION ALL
    SELECT ancestor_id, training_class_id, {NEGATIVE} FROM progress_balance
      JOIN up ON descendant_id = agency_id
     WHERE ancestor_id IN (SELECT id FROM branch)
    UNION ALL
    SELECT ancestor_id, NULL, {NEGATIVE} FROM progress_balance
      JOIN up ON descendant_id = agency_id
) both_ways GROUP BY 1, 2 HAVING {WRONG}
"""  # noqa: S608 (made of constants)


def branch_differences() -> list[str]:
    """Where a branch is not what is below it; empty when all are equal."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(TREE)
        found += [f"branches: not one tree, {row[0]} – {row[1]}" for row in cursor]
        cursor.execute(TALLIES)
        found += [
            f"branch tally: agency {row[0]}, class {row[1]}, {row[2]}" for row in cursor
        ]
        cursor.execute(BALANCES)
        found += [f"branch balance: agency {row[0]}, class {row[1]}" for row in cursor]
    return found
