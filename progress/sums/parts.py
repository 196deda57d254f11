"""The SQL of what the sums of a day are made of.

The balance holds up to the day of the last fold. A later day adds the tallies after it,
an earlier day takes those in between away, and what has not been folded is added always.
"""

from __future__ import annotations

COUNTS = ("assigned", "started", "completed", "passed", "stalled")
SUM = ", ".join(f"sum({name})::int AS {name}" for name in COUNTS)
PLAIN = ", ".join(COUNTS)
NEGATIVE = ", ".join(f"-{name}" for name in COUNTS)
DESCENDANTS = """
SELECT descendant_id FROM agencies_agencyancestry
 WHERE ancestor_id = %(agency)s::bigint AND period @> %(on)s::date
"""
ROW = f"agency_id, training_class_id, {PLAIN}"


def folded_parts(balance: str, tally: str, where: str) -> str:
    """What is folded of one pair of tables; `folded` says up to which day.

    `where`: of which agencies and class.
    """
    return f"""
    SELECT {ROW} FROM {balance} WHERE {where}
    UNION ALL
    SELECT {ROW} FROM {tally}
     WHERE day > (SELECT f FROM folded) AND day <= %(on)s AND {where}
    UNION ALL
    SELECT agency_id, training_class_id, {NEGATIVE} FROM {tally}
     WHERE day > %(on)s AND day <= (SELECT f FROM folded) AND {where}
"""  # noqa: S608 (made of constants)


def own_parts(where: str) -> str:
    """What the agencies have of their own, folded or not."""
    return f"""
    {folded_parts("progress_balance", "progress_tally", where)}
    UNION ALL SELECT {ROW} FROM progress_change WHERE day <= %(on)s AND {where}
"""  # noqa: S608 (made of constants)
