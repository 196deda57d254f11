"""Who answers for what a unit had finished when it has ended: kept beside the facts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db import connection, transaction

from agencies.days import Days
from agencies.models import AgencyHeir
from agencies.services.heirs import Heirs

# From one only successor to the next, as long as the next one still exists by then.
WANTED = """
WITH RECURSIVE ends AS (
    SELECT agency_id, CASE WHEN bool_or(upper_inf(period)) THEN 'infinity'::date
                           ELSE max(upper(period)) END AS ends_on
      FROM agencies_agencyperiod GROUP BY agency_id
), sole AS (
    SELECT predecessor_id AS agency_id, min(successor_id) AS heir_id
      FROM agencies_succession GROUP BY predecessor_id HAVING count(*) = 1
), way AS (
    SELECT e.agency_id, o.heir_id, e.ends_on AS since
      FROM ends e LEFT JOIN sole o USING (agency_id) WHERE e.ends_on < 'infinity'
    UNION ALL
    SELECT w.agency_id, o.heir_id, e.ends_on
      FROM way w JOIN ends e ON e.agency_id = w.heir_id
      LEFT JOIN sole o ON o.agency_id = w.heir_id
     WHERE w.since < e.ends_on AND e.ends_on < 'infinity'
), wanted AS (
    SELECT w.agency_id, CASE WHEN w.since < e.ends_on THEN w.heir_id END AS heir_id,
           daterange(w.since, CASE WHEN w.since < e.ends_on AND e.ends_on < 'infinity'
                                   THEN e.ends_on END) AS period
      FROM way w LEFT JOIN ends e ON e.agency_id = w.heir_id
)
"""
GONE = """
DELETE FROM agencies_agencyheir h WHERE NOT EXISTS (
    SELECT FROM wanted w WHERE w.agency_id = h.agency_id AND w.period = h.period
       AND w.heir_id IS NOT DISTINCT FROM h.heir_id)
"""
CAME = """
INSERT INTO agencies_agencyheir (agency_id, heir_id, period)
SELECT agency_id, heir_id, period FROM wanted
EXCEPT SELECT agency_id, heir_id, period FROM agencies_agencyheir
"""
HeirDays = dict[int, list[tuple[int | None, Days]]]


@transaction.atomic
def rebuild_heirs() -> None:
    """Derive who answers for what ended units did. Only what differs is written."""
    with connection.cursor() as cursor:
        cursor.execute(WANTED + GONE)
        cursor.execute(WANTED + CAME)


def stored_heirs() -> HeirDays:
    """What is kept: the heirs of each ended unit with their days, in order of time."""
    found: HeirDays = defaultdict(list)
    rows = AgencyHeir.objects.order_by("period")
    for agency, heir, period in rows.values_list("agency", "heir", "period"):
        found[agency].append((heir, Days.of(period)))
    return dict(found)


def expected_heirs() -> HeirDays:
    """The same from the successions alone, unit after unit, without the database's help."""
    heirs = Heirs.recorded()
    return {
        unit: heirs_after(heirs, unit, last)
        for unit, last in heirs.lasts.items()
        if last is not None
    }


def heirs_after(heirs: Heirs, unit: int, last: date) -> list[tuple[int | None, Days]]:
    """The way of one unit: where people who were not moved otherwise would be."""
    stays, is_settled = heirs.way_on(unit, Days(last, None))
    found: list[tuple[int | None, Days]] = []
    for heir, days in stays:
        alive = days.common(Days(None, heirs.lasts.get(heir)))
        found.append((heir, alive))
        last = alive.after
    return found if is_settled else [*found, (None, Days(last, None))]
