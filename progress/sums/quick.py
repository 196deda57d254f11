"""Which lessons finished very fast belong to a unit with all below it, and how many.

Asked with the values written in and the units read first: the planner otherwise looks
every one of them up in the index of the periods, twenty times as slow for a province.
Who answers for a lesson's enrolment stands in an index (`stint_of_enrolment`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.collation import fold
from enrolments.querysets import end_of
from progress.sums.asking import rows_of
from progress.sums.parts import DESCENDANTS

OPEN, ASIDE, ALL = "open", "aside", "all"
FOUND = """
  FROM progress_quickfinish q
  JOIN progress_stint s ON s.enrolment_id = q.enrolment_id {people}
  LEFT JOIN (SELECT DISTINCT ON (finish_id) finish_id, is_aside FROM progress_quickfinishtalk
              WHERE noted_at < %(end)s ORDER BY finish_id, noted_at DESC, id DESC
            ) t ON t.finish_id = q.id
 WHERE q.voided_at IS NULL AND q.done_at < %(end)s
   AND s.since <= %(on)s AND (s.until IS NULL OR s.until > %(on)s) AND {where}
"""
BELOW = f"WITH below AS MATERIALIZED ({DESCENDANTS})"
# Each one is looked for once, for the counts of the units and for a page of the list.
PAGE = """
, found AS MATERIALIZED (
    SELECT q.id, q.enrolment_id, s.agency_id,
           row_number() OVER (ORDER BY {order}, q.id) AS place {found}
), page AS (
    SELECT (LEAST(%(page)s, (count(*) + %(most)s - 1) / %(most)s) - 1) * %(most)s AS skip
      FROM found
)
SELECT true, part.code, count(*), count(DISTINCT found.enrolment_id)
  FROM found LEFT JOIN (
    SELECT a.descendant_id, g.code FROM agencies_agency g
      JOIN agencies_agencyancestry a ON a.ancestor_id = g.id AND a.period @> %(on)s::date
     WHERE g.code = ANY(%(parts)s)
  ) part ON part.descendant_id = found.agency_id
 GROUP BY part.code
UNION ALL
SELECT false, NULL, id, place FROM found, page WHERE place > skip AND place <= skip + %(most)s
"""
# For the first few only: each lesson is looked at until there are enough.
FEW = """
SELECT 1 FROM progress_quickfinish q
  JOIN progress_stint s ON s.enrolment_id = q.enrolment_id
 WHERE q.voided_at IS NULL AND q.done_at < %(end)s
   AND s.since <= %(on)s AND (s.until IS NULL OR s.until > %(on)s) AND {where}
   AND EXISTS (SELECT FROM agencies_agencyancestry a WHERE a.period @> %(on)s::date
       AND a.descendant_id = s.agency_id AND a.ancestor_id = %(agency)s::bigint)
 LIMIT %(most)s
"""
# Only where a name is asked for, or sorts.
PEOPLE = """
  JOIN enrolments_enrolment e ON e.id = q.enrolment_id
  JOIN accounts_user u ON u.id = e.learner_id
"""
# The newest word of the day holds; most have none at all. Of a few it is looked up.
IS_ASIDE = """coalesce((SELECT t.is_aside FROM progress_quickfinishtalk t
    WHERE t.finish_id = q.id AND t.noted_at < %(end)s
    ORDER BY t.noted_at DESC, t.id DESC LIMIT 1), false)"""
TALKS = {OPEN: "t.is_aside IS NOT TRUE", ASIDE: "t.is_aside", ALL: "true"}
TALKS_OF_FEW = {OPEN: f"NOT {IS_ASIDE}", ASIDE: IS_ASIDE, ALL: "true"}
SHARE = "(q.done_at - q.opened_at) / nullif(q.minutes, 0)"
SORTS = {
    "-done": "q.done_at DESC",
    "done": "q.done_at",
    "name": "u.sort_key, u.id, q.done_at DESC",
    "-name": "u.sort_key DESC, u.id, q.done_at DESC",
    "pace": f"{SHARE} NULLS LAST, q.done_at DESC",
    "-pace": f"{SHARE} DESC NULLS LAST, q.done_at DESC",
}
FIRST = "-done"


@dataclass(frozen=True)
class Quick:
    """What is asked: of which unit and class (keys), on which day, and of whom.

    `talk`: not yet laid aside, laid aside, or all; `own` leaves out the units below.
    """

    agency: int
    on: date
    training_class: int | None = None
    talk: str = OPEN
    q: str = ""
    own: bool = False

    def count(self) -> int:
        return self._rows(f"{BELOW} SELECT count(*) {{found}}")[0][0]

    def first(self, most: int) -> int:
        """How many there are, as far as that: for a link that says "more than 99"."""
        script = FEW.format(where=self._meant(TALKS_OF_FEW))
        return len(rows_of(script, self._said | {"most": most}))

    def keys(self, sort: str = FIRST) -> list[int]:
        """Keys in the order asked for."""
        script = f"{BELOW} SELECT q.id {{found}} ORDER BY {{order}}, q.id"
        return [pk for (pk,) in self._rows(script, sort)]

    def page(
        self, sort: str, *, page: int, most: int, parts: Iterable[str] = ()
    ) -> tuple[dict[str | None, tuple[int, int]], list[int]]:
        """Lessons and enrolments below each of these units, by code; keys of one page.

        The parts stand beside each other; None is who stands below none of them. One
        agency answers for an enrolment on a day: sums count nothing twice. A page after
        the last one is the last one.
        """
        said = {"page": page, "most": most, "parts": [*parts]}
        rows = self._rows(BELOW + PAGE, sort, **said)
        counts = {code: (n, people) for is_part, code, n, people in rows if is_part}
        keys = sorted((place, pk) for is_part, _, pk, place in rows if not is_part)
        return counts, [pk for _place, pk in keys]

    def _rows(self, script: str, sort: str = FIRST, **said: Any) -> list[tuple]:
        """What a statement says of every lesson that is meant."""
        order = SORTS.get(sort, SORTS[FIRST])
        words = {f"word{n}": word for n, word in enumerate(fold(self.q).split())}
        where = [self._meant(TALKS), self._units]
        where += [f"position(%({name})s IN u.search_text) > 0" for name in words]
        people = PEOPLE if words or ("u." in order and "{order}" in script) else ""
        found = FOUND.format(people=people, where=" AND ".join(where))
        script = script.format(found=found, order=order)
        return rows_of(script, self._said | words | said)

    @property
    def _said(self) -> dict[str, Any]:
        asked = {"agency": self.agency, "class": self.training_class, "on": self.on}
        return asked | {"end": end_of(self.on)}

    def _meant(self, talks: dict[str, str]) -> str:
        if self.training_class is None:
            return talks[self.talk]
        return f"{talks[self.talk]} AND s.training_class_id = %(class)s"

    @property
    def _units(self) -> str:
        if self.own:
            return "s.agency_id = %(agency)s"
        return "s.agency_id IN (SELECT descendant_id FROM below)"
