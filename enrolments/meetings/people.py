"""Whom a meeting is for, and what stands of them."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable

from accounts.collation import fold
from agencies.models import AgencyPeriod
from enrolments.models import Attendance, Enrolment, Meeting

UNMARKED = "unmarked"


def expected(starts_at: datetime | Combinable) -> Q:
    """Enrolments whose learners a meeting that starts then is for.

    Still open, or ended only after it began; whoever has finished the course online
    is still asked to come.
    """
    return (
        Q(ended_at=None)
        | Q(ended_reason=Enrolment.EndedReason.COMPLETED)
        | Q(ended_at__gte=starts_at)
    )


def people_of(enrolments: QuerySet[Enrolment], meeting: Meeting) -> QuerySet[Enrolment]:
    """Those whom the meeting is for, or who have a mark of it."""
    marked = Attendance.objects.filter(meeting=meeting, enrolment=OuterRef("pk"))
    return enrolments.filter(expected(meeting.starts_at) | Exists(marked))


def listed(
    people: QuerySet[Enrolment],
    meeting: Meeting,
    *,
    on: date,
    q: str = "",
    mark: str = "",
) -> QuerySet[Enrolment]:
    """As a list shows them, by name: `status` and `said_by` of their mark, `unit_name`.

    `q` is part of a name or staff code, with or without its marks; `mark` a status, or
    "unmarked".
    """
    marks = Attendance.objects.filter(meeting=meeting, enrolment=OuterRef("pk"))
    units = AgencyPeriod.objects.on(on).filter(agency=OuterRef("agency_on"))
    for word in fold(q[:100].replace("\x00", "")).split():
        people = people.filter(learner__search_text__contains=word)
    found = (
        people.select_related("learner")
        .annotate(
            status=Subquery(marks.values("status")),
            said_by=Subquery(marks.values("source")),
            unit_name=Subquery(units.values("name")[:1]),
        )
        .order_by("learner__sort_key", "pk")
    )
    if mark == UNMARKED:
        return found.filter(status=None)
    return found.filter(status=mark) if mark in Attendance.Status.values else found


def tally(people: QuerySet[Enrolment], meeting: Meeting) -> dict[str, int]:
    """How many have which mark; "all" and "unmarked" besides."""
    marks = meeting.attendances.filter(enrolment__in=people.values("pk"))
    found = dict(marks.values_list("status").annotate(n=Count("pk")).order_by())
    counts = {status: found.get(status, 0) for status in Attendance.Status.values}
    everybody = people.count()
    return counts | {"all": everybody, "unmarked": everybody - sum(counts.values())}
