"""Which lessons finished very fast belong to a unit with all below it, and how many.

Asked with the values written in and the units read first: the planner otherwise looks
every one of them up in the index of the periods, twenty times as slow for a province.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.collation import fold
from enrolments.querysets import end_of
from progress.sums.asking import rows_of
from progress.sums.parts import DESCENDANTS

OPEN, ASIDE, ALL = "open", "aside", "all"
FROM = f"""
WITH below AS MATERIALIZED ({DESCENDANTS})
SELECT {{columns}} FROM progress_quickfinish q
  JOIN progress_stint s ON s.enrolment_id = q.enrolment_id {{people}}
 WHERE q.voided_at IS NULL AND q.done_at < %(end)s
   AND s.since <= %(on)s AND (s.until IS NULL OR s.until > %(on)s) AND {{where}}
"""  # noqa: S608 (made of constants)
# For the first few only: each lesson is looked at until there are enough.
FEW = """
SELECT 1 FROM progress_quickfinish q
  JOIN progress_stint s ON s.enrolment_id = q.enrolment_id
 WHERE q.voided_at IS NULL AND q.done_at < %(end)s
   AND s.since <= %(on)s AND (s.until IS NULL OR s.until > %(on)s) AND {where}
   AND EXISTS (SELECT FROM agencies_agencyancestry a WHERE a.period @> %(on)s::date
       AND a.descendant_id = s.agency_id AND a.ancestor_id = %(agency)s)
 LIMIT %(most)s
"""
# Only where a name is asked for, or sorts.
PEOPLE = """
  JOIN enrolments_enrolment e ON e.id = q.enrolment_id
  JOIN accounts_user u ON u.id = e.learner_id
"""
# The newest word of the day holds; most have none at all.
IS_ASIDE = """coalesce((SELECT t.is_aside FROM progress_quickfinishtalk t
    WHERE t.finish_id = q.id AND t.noted_at < %(end)s
    ORDER BY t.noted_at DESC, t.id DESC LIMIT 1), false)"""
TALKS = {OPEN: f"NOT {IS_ASIDE}", ASIDE: IS_ASIDE, ALL: "true"}
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

    def rows(self, columns: str, more: str = "", **said: Any) -> list[tuple]:
        """The columns of every lesson that is meant."""
        words = {f"word{n}": word for n, word in enumerate(fold(self.q).split())}
        where = [self._meant, self._units]
        where += [f"position(%({name})s IN u.search_text) > 0" for name in words]
        named = PEOPLE if words or "u." in more else ""
        script = FROM.format(columns=columns, people=named, where=" AND ".join(where))
        return rows_of(script + more, self._said | words | said)

    @property
    def _said(self) -> dict[str, Any]:
        asked = {"agency": self.agency, "class": self.training_class, "on": self.on}
        return asked | {"end": end_of(self.on)}

    @property
    def _meant(self) -> str:
        if self.training_class is None:
            return TALKS[self.talk]
        return f"{TALKS[self.talk]} AND s.training_class_id = %(class)s"

    @property
    def _units(self) -> str:
        if self.own:
            return "s.agency_id = %(agency)s"
        return "s.agency_id IN (SELECT descendant_id FROM below)"

    def count(self) -> int:
        return self.rows("count(*)")[0][0]

    def first(self, most: int) -> int:
        """How many there are, as far as that: for a link that says "more than 99"."""
        return len(rows_of(FEW.format(where=self._meant), self._said | {"most": most}))

    def by_unit(self) -> dict[int, tuple[int, int]]:
        """Lessons and enrolments of each agency that answers for any.

        One agency answers for an enrolment on a day: sums count nothing twice.
        """
        columns = "s.agency_id, count(*), count(DISTINCT q.enrolment_id)"
        found = self.rows(columns, "GROUP BY s.agency_id")
        return {agency: (lessons, people) for agency, lessons, people in found}

    def keys(
        self, sort: str = FIRST, *, most: int | None = None, skip: int = 0
    ) -> list[int]:
        """Keys in the order asked for, from a place on, as many as asked for."""
        order = f" ORDER BY {SORTS.get(sort, SORTS[FIRST])}, q.id"
        limit = " LIMIT %(most)s OFFSET %(skip)s"
        return [pk for (pk,) in self.rows("q.id", order + limit, most=most, skip=skip)]
