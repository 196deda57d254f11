"""The same figures by plain means, to see that fast is also right."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.db import connection

from agencies.models import Agency
from progress.reports import whole_tree

# Everything spelled out: who answers on the day, and what had happened by its end.
PLAIN = """
SELECT coalesce(CASE WHEN e.ended_at < %(end)s THEN coalesce(
           h.heir_id, CASE WHEN h.id IS NOT NULL THEN m.agency_id END, e.answering_agency_id) END,
           m.agency_id),
       count(*),
       count(*) FILTER (WHERE e.completed_at < %(end)s OR EXISTS (
           SELECT FROM progress_visit v WHERE v.enrolment_id = e.id AND v.first_at < %(end)s)),
       count(*) FILTER (WHERE e.completed_at < %(end)s),
       count(*) FILTER (WHERE e.passed_at < %(end)s)
  FROM enrolments_enrolment e
  LEFT JOIN agencies_membership m ON m.user_id = e.learner_id AND m.is_main
       AND m.period @> %(day)s::date
  LEFT JOIN agencies_agencyheir h ON h.agency_id = e.answering_agency_id
       AND h.period @> %(day)s::date
 WHERE e.enrolled_at < %(end)s
   AND (e.ended_at IS NULL OR e.ended_at >= %(end)s
        OR e.ended_reason IN ('completed', 'not_finished'))
 GROUP BY 1
"""
ABOVE = """
SELECT d.code, a.code FROM agencies_agencyancestry x
  JOIN agencies_agency d ON d.id = x.descendant_id
  JOIN agencies_agency a ON a.id = x.ancestor_id WHERE x.period @> %(day)s::date
"""


def differences(day: dt.date, end: dt.datetime) -> int:
    """How many units' figures differ from the plain count, added up in Python."""
    codes = dict(Agency.objects.values_list("pk", "code"))
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, {"day": day, "end": end})
        leaves = {codes[pk]: figures for pk, *figures in cursor.fetchall() if pk}
        cursor.execute(ABOVE, {"day": day})
        links = cursor.fetchall()
    sums: dict[str, Counter[int]] = {}
    for low, high in links:
        for at, figure in enumerate(leaves.get(low, [])):
            sums.setdefault(high, Counter())[at] += figure
    wrong = 0
    for row in whole_tree(agency=Agency.objects.get(code="B1"), on=day):
        n = row.figures
        plain = sums.get(row.code, Counter())
        said = [n.assigned, n.started, n.completed, n.passed]
        wrong += said != [plain[at] for at in range(4)]
    return wrong
