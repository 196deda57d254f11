"""Folding changes into the sums, and counting everything again from the facts."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction

from enrolments.models import Enrolment
from progress.models import (
    Balance,
    BranchBalance,
    BranchTally,
    Change,
    Fold,
    Stint,
    Tally,
)
from progress.sums.proving import branch_differences

CHUNK = 20_000
# What the tallies should be, from the facts alone, against what they are.
CHECK = """
WITH again AS (SELECT * FROM progress_stints_of(
    (SELECT coalesce(array_agg(id), '{}') FROM enrolments_enrolment WHERE id > %(low)s AND id <= %(high)s))
), kept AS (
    SELECT enrolment_id, training_class_id, agency_id, since, until, started_on, completed_on,
           passed_on, stalled
      FROM progress_stint WHERE enrolment_id > %(low)s AND enrolment_id <= %(high)s
)
SELECT 'missing', * FROM (TABLE again EXCEPT ALL TABLE kept) a
UNION ALL SELECT 'surplus', * FROM (TABLE kept EXCEPT ALL TABLE again) b
"""
# Every step that the stints make, against the sums of tallies and changes.
STEPS = """
WITH steps (agency_id, training_class_id, day, a, s, c, p, x) AS (
    SELECT agency_id, training_class_id, day, sum(a)::int, sum(s)::int, sum(c)::int, sum(p)::int, sum(x)::int
      FROM progress_stint b CROSS JOIN LATERAL (
        SELECT b.since AS day, 1 AS a, 0 AS s, 0 AS c, 0 AS p, 0 AS x
        UNION ALL SELECT b.until, -1, 0, 0, 0, 0
        UNION ALL SELECT GREATEST(b.since, f.day), (f.n = 0)::int, (f.n = 1)::int, (f.n = 2)::int, (f.n = 3)::int, 0
          FROM (VALUES (1, b.started_on), (2, b.completed_on), (3, b.passed_on)) f (n, day)
         WHERE f.day IS NOT NULL AND (b.until IS NULL OR f.day < b.until)
        UNION ALL SELECT b.until, 0, -(f.n = 1)::int, -(f.n = 2)::int, -(f.n = 3)::int, 0
          FROM (VALUES (1, b.started_on), (2, b.completed_on), (3, b.passed_on)) f (n, day)
         WHERE f.day < b.until
        UNION ALL SELECT lower(r), 0, 0, 0, 0, 1 FROM unnest(b.stalled) r
        UNION ALL SELECT upper(r), 0, 0, 0, 0, -1 FROM unnest(b.stalled) r
    ) d WHERE day IS NOT NULL GROUP BY 1, 2, 3
), sums (agency_id, training_class_id, day, a, s, c, p, x) AS (
    SELECT agency_id, training_class_id, day, sum(assigned)::int, sum(started)::int,
           sum(completed)::int, sum(passed)::int, sum(stalled)::int
      FROM (SELECT agency_id, training_class_id, day, assigned, started, completed, passed, stalled
              FROM progress_tally
            UNION ALL SELECT agency_id, training_class_id, day, assigned, started, completed, passed, stalled
              FROM progress_change) t GROUP BY 1, 2, 3
)
SELECT * FROM (
    (SELECT * FROM steps EXCEPT SELECT * FROM sums) UNION ALL (SELECT * FROM sums EXCEPT SELECT * FROM steps)
) d WHERE (d.a, d.s, d.c, d.p, d.x) <> (0, 0, 0, 0, 0)
"""
BALANCES = """
SELECT agency_id, training_class_id, sum(assigned)
  FROM (SELECT agency_id, training_class_id, assigned, started, completed, passed, stalled FROM progress_balance
        UNION ALL SELECT agency_id, training_class_id, -assigned, -started, -completed, -passed, -stalled
          FROM progress_tally WHERE day <= (SELECT folded_to FROM progress_fold)) t
 GROUP BY 1, 2
HAVING sum(assigned) <> 0 OR sum(started) <> 0 OR sum(completed) <> 0 OR sum(passed) <> 0 OR sum(stalled) <> 0
"""


@transaction.atomic
def fold(*, today: date) -> int:
    """Add what changed to the sums; return how many changes. Safe twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT progress_fold(%s)", [today])
        return cursor.fetchone()[0]


def differences() -> list[str]:
    """Where a sum is not what the facts say; empty when all are equal."""
    found = []
    last = Enrolment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    shadow = Stint.objects.order_by("-enrolment_id").first()
    last = max(last, shadow.enrolment_id if shadow else 0)
    with connection.cursor() as cursor:
        for low in range(0, last, CHUNK):
            cursor.execute(CHECK, {"low": low, "high": low + CHUNK})
            found += [
                f"stint {row[0]}: enrolment {row[1]}, agency {row[3]}, {row[4]}"
                for row in cursor.fetchall()
            ]
        cursor.execute(STEPS)
        found += [
            f"tally: agency {row[0]}, class {row[1]}, {row[2]}"
            for row in cursor.fetchall()
        ]
        cursor.execute(BALANCES)
        found += [
            f"balance: agency {row[0]}, class {row[1]}" for row in cursor.fetchall()
        ]
    return found + branch_differences()


@transaction.atomic
def rebuild(*, today: date) -> None:
    """Throw the sums away and count them again from the facts."""
    for model in (Stint, Change, Tally, Balance, BranchTally, BranchBalance, Fold):
        model.objects.all().delete()
    pks = list(Enrolment.objects.order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        for at in range(0, len(pks), CHUNK):
            cursor.execute(
                "SELECT progress_retally(%s::bigint[])", [pks[at : at + CHUNK]]
            )
    fold(today=today)
