"""The people of a meeting that one person sees and may mark, as the address narrows them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from enrolments.class_reach import own_enrolments
from enrolments.meetings.people import listed, people_of
from enrolments.models import Enrolment, Meeting
from enrolments.views.class_door import Desk


def filters(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in ("q", "mark")}


def writable(request: HttpRequest, desk: Desk) -> QuerySet[Enrolment]:
    today = timezone.localdate()
    return own_enrolments(request.user, desk.group, today=today, to_write=True)


def rows_of(
    request: HttpRequest, meeting: Meeting, desk: Desk, **narrowed: str
) -> QuerySet[Enrolment]:
    """The people of the meeting; `is_writable`: the person may mark them."""
    people = people_of(desk.enrolments, meeting)
    own = writable(request, desk).filter(pk=OuterRef("pk"))
    rows = listed(people, meeting, on=timezone.localdate(), **narrowed)
    return rows.annotate(is_writable=Exists(own))
