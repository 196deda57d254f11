"""Reading the sums: the counts of any unit on any day, from balances and changes.

The balance holds up to the day of the last fold. A later day adds the tallies after it,
an earlier day takes those in between away, and what has not been folded is added always.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from progress.sums.asking import rows_of

COUNTS = ("assigned", "started", "completed", "passed", "stalled")
SUM = ", ".join(f"sum({name})::int AS {name}" for name in COUNTS)
PLAIN = ", ".join(COUNTS)
NEGATIVE = ", ".join(f"-{name}" for name in COUNTS)
# {where}: of which agencies and class. The parameters come four times, once a part.
PARTS = f"""
    SELECT agency_id, training_class_id, {PLAIN} FROM progress_balance WHERE {{where}}
    UNION ALL
    SELECT agency_id, training_class_id, {PLAIN} FROM progress_tally
     WHERE day > (SELECT f FROM folded) AND day <= %(on)s AND {{where}}
    UNION ALL
    SELECT agency_id, training_class_id, {NEGATIVE} FROM progress_tally
     WHERE day > %(on)s AND day <= (SELECT f FROM folded) AND {{where}}
    UNION ALL
    SELECT agency_id, training_class_id, {PLAIN} FROM progress_change
     WHERE day <= %(on)s AND {{where}}
"""  # noqa: S608 (made of constants)
FOLDED = (
    "folded AS (SELECT coalesce(max(folded_to), '-infinity') AS f FROM progress_fold)"
)
DESCENDANTS = """
SELECT descendant_id FROM agencies_agencyancestry
 WHERE ancestor_id = %(agency)s AND period @> %(on)s::date
"""
BELOW = f"agency_id IN ({DESCENDANTS})"
# A place is where the sums of an agency go; it may have several.
ROLL_UP = f"""
WITH {FOLDED}, up AS (
    SELECT ancestor_id, descendant_id FROM agencies_agencyancestry WHERE period @> %(on)s::date
), place AS MATERIALIZED (
    SELECT 'unit' AS part, ancestor_id AS unit, descendant_id AS agency_id FROM up
     WHERE ancestor_id IN (SELECT unnest(%(units)s::bigint[]))
    UNION ALL
    SELECT 'own', id, id FROM unnest(%(own)s::bigint[]) id
    UNION ALL
    SELECT DISTINCT 'total', NULL::bigint, descendant_id FROM up
     WHERE ancestor_id IN (SELECT unnest(%(tops)s::bigint[]))
)
SELECT part, unit, training_class_id, {SUM}
  FROM place JOIN ({{parts}}) parts USING (agency_id)
 GROUP BY part, unit, training_class_id HAVING sum(assigned) <> 0
"""  # noqa: S608 (made of constants)
OWN = f"""
WITH {FOLDED} SELECT agency_id, {SUM} FROM ({{parts}}) parts
 GROUP BY agency_id HAVING sum(assigned) <> 0
"""  # noqa: S608 (made of constants)
BY_DAY = """
SELECT day, sum(completed)::int FROM (
    SELECT day, completed FROM progress_tally
     WHERE completed <> 0 AND day <= %(on)s AND {where}
    UNION ALL
    SELECT day, completed FROM progress_change
     WHERE completed <> 0 AND day <= %(on)s AND {where}
) parts GROUP BY day HAVING sum(completed) <> 0
"""


FEW = 2_000  # units that are named one by one rather than joined
# Whether there is no unit but those below: then none needs to be looked up.
WHOLE = f"""
SELECT (SELECT count(*) FROM ({DESCENDANTS}) below) = (SELECT count(*) FROM agencies_agency)
"""  # noqa: S608 (made of constants)


def said_of(
    agency: int | None,
    training_class: int | None,
    on: date,
    below: Collection[int] = (),
) -> dict[str, Any]:
    """The parameters of a question about a unit with all below it, and a class.

    `below`: the units of its subtree on that day, where they were read already. Many
    are only noticed, not all of them read.
    """
    said: dict[str, Any] = {"agency": agency, "class": training_class, "on": on}
    if agency is not None:
        some = f"{DESCENDANTS} LIMIT {FEW + 1}"
        said["ids"] = [*below] or [pk for (pk,) in rows_of(some, said)]
    return said


def where(said: dict[str, Any], of: str = "", *, named_only: bool = False) -> str:
    """The condition on agency and class of a table; values stand as parameters.

    `named_only`: no condition for many units, where they are joined anyway.
    """
    parts = []
    few = said["agency"] is not None and len(said["ids"]) <= FEW
    if said["agency"] is not None and (few or not named_only):
        parts.append(of + ("agency_id = ANY(%(ids)s)" if few else BELOW))
    if said["class"] is not None:
        parts.append(f"{of}training_class_id = %(class)s")
    return " AND ".join(parts) or "true"


def rolled(
    *,
    agency: int,
    training_class: int | None,
    on: date,
    units: Iterable[int],
    tops: Iterable[int],
    own: Iterable[int],
) -> list[tuple]:
    """Rows of part, unit, class and the five counts; all units are below the agency."""
    said = said_of(agency, training_class, on)
    said |= {"units": list(units), "tops": list(tops), "own": list(own)}
    parts = PARTS.format(where=where(said, named_only=True))
    return rows_of(ROLL_UP.format(parts=parts), said)


def own_counts(
    *,
    agency: int | None,
    training_class: int | None,
    on: date,
    below: Collection[int] = (),
) -> list[tuple]:
    """Rows of unit and the five counts of its own people, for the agency and below.

    Who gives `below` looks each unit up there: of many, those of others come along.
    """
    said = said_of(agency, training_class, on, below)
    parts = PARTS.format(where=where(said, named_only=bool(below)))
    return rows_of(OWN.format(parts=parts), said)


def completed_by_day(
    *, agency: int | None, training_class: int | None, on: date
) -> dict[date, int]:
    """By how many the completed ones grew on each day up to that one."""
    said = said_of(agency, training_class, on)
    if len(said.get("ids", ())) > FEW and rows_of(WHOLE, said) == [(True,)]:
        said["agency"] = None
    return dict(rows_of(BY_DAY.format(where=where(said)), said))
