"""Lessons finished very fast, as the address of a list asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import OuterRef, Subquery

from agencies.models import AgencyPeriod
from progress.lists import Scope
from progress.models import QuickFinish
from progress.rollup import answered_on
from progress.sums.quick import Quick

PORTION = 1000


def asked_of(scope: Scope) -> Quick:
    """What the address asks for."""
    filters = scope.filters
    return Quick(
        agency=scope.unit.agency_id,
        on=filters.on,
        training_class=scope.group.pk if scope.group else None,
        talk=filters.talk,
        q=filters.q,
        own=filters.own,
    )


def detailed(keys: list[int], on: date) -> list[QuickFinish]:
    """With what a list shows, in its order: learner, lesson, class, unit, talk."""
    stints = answered_on(on).filter(enrolment_id=OuterRef("enrolment"))
    units = AgencyPeriod.objects.on(on).filter(agency=OuterRef("agency_on"))
    rows = (
        QuickFinish.objects.with_talk(on=on)
        .select_related(
            "completion__activity",
            "enrolment__learner",
            "enrolment__training_class__course",
        )
        .annotate(agency_on=Subquery(stints.values("agency_id")[:1]))
        .annotate(
            unit_name=Subquery(units.values("name")[:1]),
            unit_code=Subquery(units.values("agency__code")[:1]),
        )
    )
    found = rows.in_bulk(keys)
    return [found[key] for key in keys]


def line_by_line(scope: Scope) -> Iterator[QuickFinish]:
    """All of them, read in portions, for a file."""
    keys = asked_of(scope).keys(scope.filters.sort)
    for at in range(0, len(keys), PORTION):
        yield from detailed(keys[at : at + PORTION], scope.filters.on)
