"""Marking whoever is left over at once: asked first, with how many that are."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from enrolments.meetings.marking import rest_in
from enrolments.models import Attendance, Meeting
from enrolments.services.attendance_rules import Marks
from enrolments.views.attendance_rows import filters, rows_of
from enrolments.views.class_door import Desk


@dataclass(frozen=True)
class Question:
    """What one click would say of how many people."""

    status: str
    count: int

    @property
    def label(self) -> str:
        return str(Attendance.Status(self.status).label)

    @property
    def answer(self) -> str:
        """What the form sends back; another number is asked about anew."""
        return f"{self.status} {self.count}"


def rest_of(request: HttpRequest, meeting: Meeting, desk: Desk) -> Marks:
    """Who has no mark, on every page of what the address asks for, and what is said."""
    if not request.POST.get("rest"):
        return {}
    rows = rows_of(request, meeting, desk, **filters(request))
    return rest_in(request.POST, rows.filter(is_writable=True, status=None))


def question(request: HttpRequest, rest: Marks) -> Question | None:
    """Asked until the answer names what would be written now; of nobody, nothing."""
    if not rest:
        return None
    asked = Question(request.POST["rest"], len(rest))
    return None if request.POST.get("sure") == asked.answer else asked
