"""A learner's desk: the courses in hand, the next step, what is due, what is earned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from accounts.models import User
from agencies.services import Posting, agency_named_on
from certificates.models import Certificate
from courses.models import ActivityPage
from enrolments.meetings.ahead import meetings_ahead
from enrolments.models import Enrolment, Meeting
from progress.learning import Learning
from progress.models import Completion, Visit


@dataclass(frozen=True)
class Desk:
    """What `/my/` shows of one person at one moment."""

    learnings: list[Learning]
    coming: list[Enrolment]  # in classes that open later
    meetings: list[Meeting]  # today's, or the next one
    certificates: list[Certificate]
    posting: Posting | None
    at: datetime

    @property
    def on(self) -> date:
        return timezone.localdate(self.at)

    @property
    def meets_today(self) -> bool:
        return any(timezone.localdate(m.starts_at) <= self.on for m in self.meetings)

    @cached_property
    def unfinished(self) -> list[Learning]:
        """By deadline, then by class."""
        rows = [x for x in self.learnings if x.enrolment.completed_at is None]
        return sorted(rows, key=lambda x: x.enrolment.training_class.due_on or date.max)

    @cached_property
    def current(self) -> Learning | None:
        """Where the person left off: the course visited last, else the first due."""
        begun = [x for x in self.unfinished if x.visited and x.resume]
        if begun:
            return max(begun, key=lambda x: max(x.visited.values()))
        return next((x for x in self.unfinished if x.resume), None)

    @property
    def next_due(self) -> date | None:
        dues = [x.enrolment.training_class.due_on for x in self.unfinished]
        return min((d for d in dues if d), default=None)

    @property
    def days_left(self) -> int | None:
        return (self.next_due - self.on).days if self.next_due else None


def desk_of(user: User, *, at: datetime) -> Desk:
    """Read the desk in a fixed number of queries, whatever the number of courses."""
    on = timezone.localdate(at)
    rows = list(
        Enrolment.objects.taking_part()
        .filter(learner=user)
        .select_related("training_class__course", "certificate")
        .order_by("training_class__due_on", "training_class__code")
    )
    coming = [row for row in rows if row.training_class.opens_on > on]
    return Desk(
        learnings=learnings_of([row for row in rows if row not in coming]),
        coming=sorted(coming, key=lambda row: row.training_class.opens_on),
        meetings=meetings_ahead([row.training_class for row in rows], at=at),
        certificates=list(Certificate.objects.of(user).current()[:3]),
        posting=agency_named_on(user=user, at=at),
        at=at,
    )


def learnings_of(enrolments: list[Enrolment]) -> list[Learning]:
    """Several courses' standing at once: one query per kind of fact, not per course."""
    courses = [e.training_class.course for e in enrolments]
    activities = list(ActivityPage.objects.of_any(courses))
    completions = Completion.objects.standing().filter(enrolment__in=enrolments)
    completions = list(completions.order_by("completed_at", "pk"))
    visits = list(Visit.objects.filter(enrolment__in=enrolments))
    return [
        Learning(
            course=e.training_class.course,
            enrolment=e,
            activities=[
                a for a in activities if a.path.startswith(e.training_class.course.path)
            ],
            modules=[],
            completions={
                c.activity_id: c for c in completions if c.enrolment_id == e.pk
            },
            visited={
                v.activity_id: v.last_at for v in visits if v.enrolment_id == e.pk
            },
            others=[o for o in enrolments if o != e and is_same_course(o, e)],
        )
        for e in enrolments
    ]


def is_same_course(one: Enrolment, other: Enrolment) -> bool:
    return one.training_class.course_id == other.training_class.course_id
