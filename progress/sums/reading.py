"""Reading the sums: the counts of any unit on any day.

From the sums of branches where these hold on that day; else each unit's own are summed
along the tree of that day, which takes longer and gives the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from progress.sums import branches
from progress.sums.asking import rows_of
from progress.sums.branches import FEW
from progress.sums.parts import DESCENDANTS, SUM, own_parts

FOLDED = (
    "folded AS (SELECT coalesce(max(folded_to), '-infinity') AS f FROM progress_fold)"
)
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
SELECT day, training_class_id, sum(completed)::int FROM (
    SELECT day, training_class_id, completed FROM progress_tally
     WHERE completed <> 0 AND day <= %(on)s AND {where}
    UNION ALL
    SELECT day, training_class_id, completed FROM progress_change
     WHERE completed <> 0 AND day <= %(on)s AND {where}
) parts GROUP BY day, training_class_id HAVING sum(completed) <> 0
"""


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
    units: Collection[int],
    own: Collection[int],
) -> list[tuple]:
    """Rows of part, unit, class and the five counts; all units are below the agency."""
    asked = {"training_class": training_class, "on": on, "units": units, "own": own}
    rows = branches.rolled(**asked)
    return added_up(agency=agency, **asked) if rows is None else rows


def added_up(
    *,
    agency: int,
    training_class: int | None,
    on: date,
    units: Collection[int],
    own: Collection[int],
) -> list[tuple]:
    """The same from what each unit has of its own."""
    said = said_of(agency, training_class, on)
    said |= {"units": [*units], "own": [*own]}
    parts = own_parts(where(said, named_only=True))
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
    parts = own_parts(where(said, named_only=bool(below)))
    return rows_of(OWN.format(parts=parts), said)


def completed_by_day(
    *, agency: int, training_class: int | None, on: date
) -> dict[int, dict[date, int]]:
    """By class: by how many its completed ones grew on each day up to that one."""
    asked = {"agency": agency, "training_class": training_class, "on": on}
    rows = branches.completed_by_day(**asked)
    result: dict[int, dict[date, int]] = defaultdict(dict)
    for day, group, grew in completed_below(**asked) if rows is None else rows:
        result[group][day] = grew
    return dict(result)


def completed_below(
    *, agency: int, training_class: int | None, on: date
) -> list[tuple]:
    """The same from what each unit has of its own."""
    said = said_of(agency, training_class, on)
    if len(said["ids"]) > FEW and rows_of(WHOLE, said) == [(True,)]:
        said["agency"] = None
    return rows_of(BY_DAY.format(where=where(said)), said)
