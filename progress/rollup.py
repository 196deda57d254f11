"""Counts of enrolments, summed along the tree of agencies in one SQL statement.

Assigned (được cử): enrolments that an agency of the subtree answers for on that day.
Started: something was opened or finished. Completed and passed as `enrolments` defines
them. Facts have their time, so the figures of a past day never change afterwards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from agencies.models import Agency
from enrolments.models import Enrolment, TrainingClass
from enrolments.querysets import end_of
from progress.models import Completion, Visit


@dataclass(frozen=True, slots=True)
class Figures:
    """The four counts of enrolments; later ones are part of the earlier ones."""

    assigned: int = 0
    started: int = 0
    completed: int = 0
    passed: int = 0

    @property
    def not_started(self) -> int:
        return self.assigned - self.started

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.assigned + other.assigned,
            self.started + other.started,
            self.completed + other.completed,
            self.passed + other.passed,
        )


def assigned(
    *, agency: Agency | None, on: date, training_class: TrainingClass | None = None
) -> QuerySet[Enrolment]:
    """Enrolments the agency's subtree answers for on that day; no agency is all of them.

    Who was exempted, withdrawn or left is no longer counted from that day on.
    """
    rows = Enrolment.objects.answering(on=on)
    if agency is not None:
        rows = Enrolment.objects.within(agency, on=on)
    if training_class is not None:
        rows = rows.filter(training_class=training_class)
    end = end_of(on)
    counts = Q(ended_at=None) | Q(ended_at__gte=end) | Q(ended_reason="completed")
    return rows.filter(counts, enrolled_at__lt=end)


def started(on: date) -> Q:
    """That something was opened or finished up to the end of that day."""
    end = end_of(on)
    visits = Visit.objects.filter(enrolment=OuterRef("pk"), first_at__lt=end)
    finished = Completion.objects.filter(enrolment=OuterRef("pk"), completed_at__lt=end)
    return Q(completed_at__lt=end) | Q(Exists(visits)) | Q(Exists(finished))


def _leaves(enrolments: QuerySet[Enrolment], on: date) -> QuerySet[Enrolment]:
    """Counts by answering agency and class, before any roll-up."""
    end = end_of(on)
    return (
        enrolments.order_by()
        .values("agency_on", "training_class_id")
        .annotate(
            n_assigned=Count("pk"),
            n_started=Count("pk", filter=started(on)),
            n_completed=Count("pk", filter=Q(completed_at__lt=end)),
            n_passed=Count("pk", filter=Q(passed_at__lt=end)),
        )
    )


ROLL_UP = """
WITH leaf AS ({leaf}), up AS (
    SELECT ancestor_id, descendant_id FROM agencies_agencyancestry
     WHERE period @> %s::date
), sums AS (
    SELECT 'unit' AS part, up.ancestor_id AS agency_id, leaf.*
      FROM leaf JOIN up ON up.descendant_id = leaf.agency_on
     WHERE up.ancestor_id = ANY(%s)
    UNION ALL
    SELECT 'own', leaf.agency_on, leaf.* FROM leaf
     WHERE leaf.agency_on = ANY(%s)
    UNION ALL
    SELECT 'total', NULL, leaf.* FROM leaf
     WHERE EXISTS (SELECT FROM up WHERE up.descendant_id = leaf.agency_on
                      AND up.ancestor_id = ANY(%s))
)
SELECT part, agency_id, training_class_id, sum(n_assigned)::int, sum(n_started)::int,
       sum(n_completed)::int, sum(n_passed)::int
  FROM sums GROUP BY part, agency_id, training_class_id
"""

Sums = dict[tuple[str, int | None], dict[int, Figures]]


def roll_up(
    enrolments: QuerySet[Enrolment],
    *,
    on: date,
    units: Iterable[int],
    tops: Iterable[int],
    own: Iterable[int] = (),
) -> Sums:
    """Sums for whole subtrees, for units alone, and once for all under `tops`."""
    leaf, values = _leaves(enrolments, on).query.sql_with_params()
    ours = (on, list(units), list(own), list(tops))
    sums: Sums = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(ROLL_UP.format(leaf=leaf), (*values, *ours))
        for part, agency_id, class_id, *figures in cursor.fetchall():
            sums[part, agency_id][class_id] = Figures(*figures)
    return sums
