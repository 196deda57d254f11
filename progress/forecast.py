"""The classes of a unit on their way to their deadlines, and what that says in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.formats import number, vdate
from agencies.models import Agency
from enrolments.models import TrainingClass
from progress.charts import BurnUp
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


def finding(chart: BurnUp, *, noun: str) -> str:
    """The sentence above a burn-up chart; `noun` is what it counts."""
    due = chart.due or chart.next_due
    words = {
        "noun": noun,
        "done": number(chart.done),
        "goal": number(chart.goal),
        "due": vdate(due) if due else "",
        "expected": number(chart.expected or 0),
    }
    return said_by(chart) % words


def said_by(chart: BurnUp) -> str:
    if chart.done == chart.goal:
        return _("Cả %(goal)s %(noun)s đã hoàn thành")
    if chart.is_over and chart.due:
        return _("Đến hạn %(due)s, %(done)s trên %(goal)s %(noun)s đã hoàn thành")
    if chart.is_over:
        return _("Mọi lớp đã đến hạn, %(done)s trên %(goal)s %(noun)s đã hoàn thành")
    if chart.expected is None:
        return _("%(done)s trên %(goal)s %(noun)s đã hoàn thành")
    if not chart.done and chart.due:
        return _("Chưa có %(noun)s nào hoàn thành, hạn %(due)s")
    if not chart.done:
        return _("Chưa có %(noun)s nào hoàn thành, hạn gần nhất %(due)s")
    if chart.due:
        return _("Theo đà này, đến hạn ước %(expected)s trên %(goal)s %(noun)s xong")
    return _(
        "Theo đà này, lớp nào đến hạn lớp ấy, ước %(expected)s trên %(goal)s "
        "%(noun)s xong"
    )
