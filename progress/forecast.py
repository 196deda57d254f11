"""The classes of a unit on their way to their deadlines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

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
            is_closed=group.has_closed(on=on),
        )
        for group in shown
    ]
