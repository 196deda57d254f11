"""What a burn-up chart says, in one sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.formats import number, vdate
from progress.charts import BurnUp


def finding(chart: BurnUp, *, noun: str, is_closed: bool = False) -> str:
    """The sentence above a burn-up chart; `noun` is what it counts.

    `is_closed`: it is about one class, and that has closed.
    """
    due = chart.due or chart.next_due
    words = {
        "noun": noun,
        "done": number(chart.done),
        "goal": number(chart.goal),
        "due": vdate(due) if due else "",
        "expected": number(chart.expected or 0),
    }
    return (said_of_closed(chart) if is_closed else said_by(chart)) % words


def said_of_closed(chart: BurnUp) -> str:
    if chart.done == chart.goal:
        return _("Lớp đã bế giảng, cả %(goal)s %(noun)s đã hoàn thành")
    return _("Lớp đã bế giảng, %(done)s trên %(goal)s %(noun)s đã hoàn thành")


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
