"""How many stand where, and whom to help first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import reduce
from operator import add
from typing import NamedTuple

from django.db.models import Count, DateField, Q, Value
from django.db.models.functions import ExtractDay, TruncDate
from django.utils import timezone

from agencies.models import Agency
from enrolments.models import Enrolment, Extension, TrainingClass
from enrolments.querysets import end_of
from progress.pressing import NEAR, failed_twice, failures, pressing
from progress.rollup import Figures, assigned, figures_of
from progress.standing import AT_RISK, Standing, standing_on
from progress.sums.first import NOT_PASSED, STALLED, first_of, not_started
from progress.trainees import detailed

NEVER = datetime(1, 1, 2, tzinfo=UTC)


def standings(
    *,
    agency: Agency,
    on: date,
    training_class: TrainingClass | None,
    by_class: dict[int, Figures] | None = None,
) -> dict[str, int]:
    """How many enrolments of the subtree stand where, and how many are `at_risk`.

    `by_class`: the subtree's figures, where they were read already.
    """
    asked = {"agency": agency, "on": on, "training_class": training_class}
    by_class = figures_of(**asked) if by_class is None else by_class
    calendar = calendar_of(by_class, on)
    n, later, over = (
        reduce(add, (by_class[pk] for pk in classes), Figures())
        for classes in (by_class, calendar.coming, calendar.closed)
    )
    now = {
        Standing.NOT_STARTED: n.not_started - later.not_started - over.not_started,
        Standing.STALLED: n.stalled - later.stalled - over.stalled,
        Standing.LEARNING: n.learning - later.learning - over.learning,
        Standing.NOT_PASSED: n.completed - n.passed,
    }
    # Of those there is nothing left to help with whose class has closed.
    risky = sum(now[standing] for standing in AT_RISK) - over.completed + over.passed
    return {
        Standing.COMING: later.assigned - later.completed,
        **now,
        Standing.UNFINISHED: over.assigned - over.completed,
        Standing.PASSED: n.passed,
        "at_risk": risky + pressing_ones(by_class, calendar.near, **asked),
    }


class Calendar(NamedTuple):
    """Of some classes those that on a day have not opened, are due soon, or have closed."""

    coming: set[int]
    near: set[int]
    closed: set[int]


def calendar_of(classes: Iterable[int], on: date) -> Calendar:
    end = end_of(on)
    told = TrainingClass.objects.filter(
        Q(opens_on__gt=on) | Q(due_on__range=(on, on + NEAR)) | Q(closed_at__lt=end),
        pk__in=classes,
    )
    result = Calendar(set(), set(), set())
    for group in told.only("opens_on", "closed_at"):
        if group.has_closed(on=on):
            result.closed.add(group.pk)
        elif group.opens_on > on:
            result.coming.add(group.pk)
        else:
            result.near.add(group.pk)
    return result


def pressing_ones(
    by_class: dict[int, Figures],
    near: set[int],
    *,
    agency: Agency,
    on: date,
    training_class: TrainingClass | None,
) -> int:
    """How many of those who go on learning are near the deadline or failed twice.

    Everybody of a class that is `near`, due soon, but for the few with a deadline of their own;
    only those few, and who failed, are looked at one by one.
    """
    extended = Extension.objects.filter(enrolment__training_class__in=near)
    few = set(failed_twice(on)) | set(extended.values_list("enrolment", flat=True))
    usual = sum(by_class[pk].learning for pk in near)
    if not few:
        return usual
    rows = assigned(agency=agency, on=on, training_class=training_class)
    special = standing_on(rows.filter(pk__in=few), on)
    counts = (
        special.filter(standing=Standing.LEARNING)
        .order_by()
        .aggregate(
            of_near=Count("pk", filter=Q(training_class__in=near)),
            pressing=Count("pk", filter=pressing(on)),
        )
    )
    return usual - counts["of_near"] + counts["pressing"]


def at_risk(
    *,
    agency: Agency,
    on: date,
    training_class: TrainingClass | None,
    most: int,
    waiting: int | None = None,
) -> list[Enrolment]:
    """Whom to help first: not started, then longest idle, then finished without passing.

    Those of AT_RISK and those with a `pressing` reason. `waiting`: how many have not
    started, where that is known.
    """
    end = end_of(on)
    asked = {"agency": agency, "on": on, "training_class": training_class}
    if waiting is None:
        waiting = standings(**asked)[Standing.NOT_STARTED]
    first = first_ones(**asked, most=most, waiting=waiting)
    idle = Value(on, DateField()) - TruncDate("last_seen_at")
    chosen = Enrolment.objects.answering(on=on).filter(pk__in=first)
    found = detailed(chosen, on).with_deadline()
    found = found.annotate(days_idle=ExtractDay(idle), failed=failures(end))
    return sorted(found, key=_need)


def first_ones(
    *,
    agency: Agency,
    on: date,
    training_class: TrainingClass | None,
    most: int,
    waiting: int,
) -> list[int]:
    """Keys of those who come first, kind after kind until there are enough."""
    where = {
        "agency": agency.pk,
        "training_class": training_class.pk if training_class else None,
        "on": on,
    }
    found = not_started(**where, most=most, today=timezone.localdate(), count=waiting)
    if len(found) < most:
        found += first_of(STALLED, **where, most=most - len(found))
    if len(found) < most:
        rows = assigned(agency=agency, on=on, training_class=training_class)
        rows = standing_on(rows.exclude(pk__in=found).filter(pressing(on)), on)
        rows = rows.order_by("last_seen_at", "learner__sort_key", "pk")
        found += rows.values_list("pk", flat=True)[: most - len(found)]
    if len(found) < most:
        found += first_of(NOT_PASSED, **where, most=most - len(found))
    return found


def _need(row: Enrolment) -> tuple[bool, datetime, str, int]:
    is_finished = row.standing == Standing.NOT_PASSED
    return is_finished, row.last_seen_at or NEVER, row.learner.sort_key, row.pk
