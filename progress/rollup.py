"""Counts of enrolments, summed along the tree of agencies in one SQL statement.

Assigned (được cử): enrolments that an agency of the subtree answers for on that day.
Started: something was opened or finished. Completed and passed as `enrolments` defines
them. Facts have their time, so the figures of a past day never change afterwards. They
are read from sums that the database keeps beside the facts (docs/decisions/0015).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import add

from django.db.models import Q, QuerySet

from agencies.models import Agency, AgencyAncestry
from enrolments.models import Enrolment, TrainingClass
from enrolments.querysets import end_of
from progress.models import Stint
from progress.sums.branches import of_tree
from progress.sums.reading import own_counts, rolled

COUNT_ON = (Enrolment.EndedReason.COMPLETED, Enrolment.EndedReason.NOT_FINISHED)


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of enrolments; later ones are part of the earlier ones.

    `stalled`: of those started and not completed, who did nothing for a week.
    """

    assigned: int = 0
    started: int = 0
    completed: int = 0
    passed: int = 0
    stalled: int = field(default=0, compare=False)

    @property
    def not_started(self) -> int:
        return self.assigned - self.started

    @property
    def learning(self) -> int:
        """Started, not completed, and something new within the week."""
        return self.started - self.completed - self.stalled

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.assigned + other.assigned,
            self.started + other.started,
            self.completed + other.completed,
            self.passed + other.passed,
            self.stalled + other.stalled,
        )


def assigned(
    *, agency: Agency | None, on: date, training_class: TrainingClass | None = None
) -> QuerySet[Enrolment]:
    """Enrolments the agency's subtree answers for on that day; no agency is all of them.

    Who was exempted, withdrawn or left is no longer counted from that day on; who had
    not finished when the class closed still is, or every class would end at 100 %.
    """
    rows = Enrolment.objects.answering(on=on)
    if training_class is not None:
        rows = rows.filter(training_class=training_class)
    if agency is not None:
        return rows.filter(pk__in=answered_below(agency, on).values("enrolment_id"))
    end = end_of(on)
    counts = Q(ended_at=None) | Q(ended_at__gte=end) | Q(ended_reason__in=COUNT_ON)
    return rows.filter(counts, enrolled_at__lt=end)


def answered_below(agency: Agency, on: date) -> QuerySet[Stint]:
    """Who answers for what on that day, as far as it is the agency or below it."""
    below = AgencyAncestry.objects.on(on).filter(ancestor=agency)
    return answered_on(on).filter(agency_id__in=below.values("descendant"))


def answered_on(on: date) -> QuerySet[Stint]:
    """Who answers for what on that day: one agency at most for an enrolment."""
    return Stint.objects.filter(Q(until=None) | Q(until__gt=on), since__lte=on)


NOBODY = (0, 0, 0, 0, 0)
NOTHING = Figures()
Sums = dict[tuple[str, int], dict[int, Figures]]


def roll_up(
    *,
    agency: Agency,
    on: date,
    units: Collection[int],
    training_class: TrainingClass | None = None,
    own: Collection[int] = (),
) -> Sums:
    """Sums by class for whole subtrees and for units alone.

    All of these are the agency or units below it.
    """
    rows = rolled(
        agency=agency.pk,
        training_class=training_class.pk if training_class else None,
        on=on,
        units=units,
        own=own,
    )
    sums: Sums = defaultdict(dict)
    for part, unit, class_id, *figures in rows:
        sums[part, unit][class_id] = Figures(*figures)
    return sums


def own_figures(
    *, agency: Agency, on: date, training_class: TrainingClass | None
) -> dict[int, Figures]:
    """The counts of the people of each unit itself, where it has any; all below one."""
    rows = own_counts(
        agency=agency.pk,
        training_class=training_class.pk if training_class else None,
        on=on,
    )
    return {unit: Figures(*counts) for unit, *counts in rows}


def tree_figures(
    *,
    agency: Agency | None,
    on: date,
    training_class: TrainingClass | None,
    parents: Mapping[int, int | None],
) -> dict[int, Figures]:
    """The counts of each unit with everybody below it, of a class or of all together.

    `parents`: the agency's subtree on that day, each unit after the one it stands under.
    No other unit counts, also where the sums of others were read along.
    """
    group = training_class.pk if training_class else None
    rows = of_tree(on=on, units=parents, training_class=group)
    if rows is None:
        return tree_added_up(
            agency=agency, on=on, training_class=training_class, parents=parents
        )
    sums = {row[0]: Figures(*row[1:]) for row in rows}
    return {unit: sums.get(unit, NOTHING) for unit in parents}


def tree_added_up(
    *,
    agency: Agency | None,
    on: date,
    training_class: TrainingClass | None,
    parents: Mapping[int, int | None],
) -> dict[int, Figures]:
    """The same from what each unit has of its own.

    Read backwards a unit is complete before it is added to the one above.
    """
    rows = own_counts(
        agency=agency.pk if agency else None,
        training_class=training_class.pk if training_class else None,
        on=on,
        below=parents,
    )
    sums = dict.fromkeys(parents, NOBODY)
    sums |= {row[0]: row[1:] for row in rows if row[0] in sums}
    for unit, parent in reversed(parents.items()):
        if parent in sums:
            sums[parent] = (*map(add, sums[parent], sums[unit]),)
    return {unit: Figures(*counts) for unit, counts in sums.items()}


def figures_of(
    *, agency: Agency, on: date, training_class: TrainingClass | None = None
) -> dict[int, Figures]:
    """The counts of one unit with all below it, by class."""
    asked = {"agency": agency, "on": on, "training_class": training_class}
    return roll_up(**asked, units=[agency.pk])["unit", agency.pk]
