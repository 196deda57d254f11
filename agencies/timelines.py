"""A unit's life span after span, and what something entered late does to it; pure.

What is entered for a day holds from that day until a later span says otherwise itself:
a name, kind or parent that a later span took over unchanged is carried on to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from agencies.days import Days
from agencies.histories import Span, merged
from agencies.models import Kind

Timeline = Sequence[Span]
ONE_DAY = timedelta(days=1)
FIELDS = ("name", "kind", "parent")


def span_on(spans: Timeline, day: date) -> Span | None:
    return next((span for span in spans if span.days.has(day)), None)


def changed(spans: Timeline, day: date, said: Mapping[str, str]) -> tuple[Span, ...]:
    """The same life with what is said from that day on; the unit exists that day."""
    now = span_on(spans, day)
    result = [span for span in spans if span.days.after and span.days.after <= day]
    if now.days.first is None or now.days.first < day:
        result.append(replace(now, days=Days(now.days.first, day)))
    result.append(replace(now, days=Days(day, now.days.after), **said))
    before, carried = now, dict(said)
    for span in (span for span in spans if span.days.first and span.days.first > day):
        carried = still_said(carried, before, span)
        result.append(replace(span, **carried))
        before = span
    return tuple(merged(result))


def still_said(carried: Mapping[str, str], before: Span, span: Span) -> dict[str, str]:
    """What the later span took over from the one before it; nothing after a gap."""
    if span.days.first != before.days.after:
        return {}
    return {
        name: value
        for name, value in carried.items()
        if getattr(span, name) == getattr(before, name)
    }


def ended(spans: Timeline, day: date) -> tuple[Span, ...]:
    """The same life without that day and what came after it."""
    lived = [(span, span.days.common(Days(None, day))) for span in spans]
    return tuple(replace(span, days=days) for span, days in lived if days)


def stated_on(spans: Timeline, day: date) -> set[str]:
    """What was said of the unit just for that day: all of it where it began then."""
    now, before = span_on(spans, day), span_on(spans, day - ONE_DAY)
    if before is None:
        return set(FIELDS)
    return {name for name in FIELDS if getattr(now, name) != getattr(before, name)}


def next_change(spans: Timeline, day: date) -> tuple[date, str] | None:
    """The first day from that one on for which something else is recorded, in words."""
    for before, span in pairwise(spans):
        if span.days.first >= day:
            return span.days.first, change_in_words(before, span)
    last = spans[-1].days.after
    return (last, _("chấm dứt")) if last else None


def change_in_words(before: Span, span: Span) -> str:
    """What is new in a span: "đổi tên thành “Xã Xuân Sơn”, đổi cấp trên thành HCM"."""
    sentences = {
        "name": _("đổi tên thành “%(what)s”"),
        "kind": _("đổi loại thành %(what)s"),
        "parent": _("đổi cấp trên thành %(what)s"),
    }
    said = {name: getattr(span, name) or "–" for name in FIELDS}
    if span.kind in Kind.values:
        said["kind"] = str(Kind(span.kind).label)
    found = [
        sentence % {"what": said[name]}
        for name, sentence in sentences.items()
        if getattr(span, name) != getattr(before, name)
    ]
    return ", ".join(found) or _("thay đổi")


def uncovered(spans: Timeline, parent: str, life: Timeline) -> Days | None:
    """The first days on which the unit stands under that parent, which does not exist."""
    alive = [span.days for span in life]
    for span in spans:
        if span.parent == parent and (left := span.days.without(alive)):
            return left[0]
    return None
