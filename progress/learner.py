"""A learner's desk: the courses in hand, the next step, what is due, what is earned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from accounts.models import User
from agencies.services import Posting, agency_named_on
from certificates.models import Certificate
from courses.models import ActivityPage
from enrolments.models import Enrolment
from progress.learning import Learning
from progress.models import Completion, Visit


@dataclass(frozen=True)
class Desk:
    """What `/my/` shows of one person on one day."""

    learnings: list[Learning]
    certificates: list[Certificate]
    posting: Posting | None
    on: date

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


def desk_of(user: User, *, on: date) -> Desk:
    """Read the desk in a fixed number of queries, whatever the number of courses."""
    enrolments = list(
        Enrolment.objects.accessible(on=on)
        .filter(learner=user)
        .select_related("training_class__course", "certificate")
        .order_by("training_class__due_on", "training_class__code")
    )
    return Desk(
        learnings=learnings_of(enrolments),
        certificates=list(Certificate.objects.of(user).current()[:3]),
        posting=agency_named_on(user=user, at=timezone.now()),
        on=on,
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
        )
        for e in enrolments
    ]
