"""What the classes of a unit have before them together: deadlines, and work a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from math import ceil

from progress.runs import Run


def the_deadline(runs: Iterable[Run]) -> date | None:
    """The deadline that all of them share; None when they differ or have none."""
    dues = {run.due for run in runs}
    return dues.pop() if len(dues) == 1 else None


def next_deadline(runs: Iterable[Run]) -> date | None:
    """The nearest deadline still ahead."""
    return min((run.due for run in runs if run.is_running and run.due), default=None)


def needed_per_day(runs: Iterable[Run]) -> int | None:
    """How many must complete each day so that every class has all by its own deadline.

    The sum of what each class needs; None when no class has days left.
    """
    parts = [Fraction(run.left, run.days_left) for run in runs if run.is_running]
    return ceil(sum(parts)) if parts else None
