"""The classes of a unit on their way to their deadlines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from agencies.models import Agency
from enrolments.models import TrainingClass
from progress.reports import Row, completions_by_day
from progress.rollup import Figures
from progress.runs import Run


def runs_of(
    total: Row,
    shown: Sequence[TrainingClass],
    *,
    agency: Agency,
    on: date,
    training_class: TrainingClass | None,
) -> list[Run]:
    """Each class shown with the unit's own figures in it. One query."""
    asked = {"agency": agency, "on": on, "training_class": training_class}
    counts = completions_by_day(**asked)
    return [
        Run(
            goal=total.by_class.get(group.pk, Figures()).assigned,
            counts=counts.get(group.pk, {}),
            opens=group.opens_on,
            due=group.due_on,
            day=on,
            is_closed=closed_by(group, on),
        )
        for group in shown
    ]


def closed_by(group: TrainingClass, day: date) -> bool:
    return group.closed_at is not None and timezone.localdate(group.closed_at) <= day
