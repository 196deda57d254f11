"""A learner's desk: courses in hand, the next step, what is due, earned and over."""

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
from enrolments.meetings.presence import OwnMeeting, Presence, presences
from enrolments.models import Enrolment, TrainingClass
from progress.conditions import Outcome, judge
from progress.learning import Learning
from progress.models import Completion, Visit
from progress.past import Past

PAPERS_SHOWN = 3


@dataclass(frozen=True)
class Desk:
    """What `/my/` shows of one person at one moment."""

    learnings: list[Learning]
    coming: list[Enrolment]  # in classes that open later
    past: list[Past]  # the newest first
    meetings: list[OwnMeeting]  # today's, or the next one
    certificates: list[tuple[Certificate, TrainingClass | None]]
    posting: Posting | None
    at: datetime

    @property
    def on(self) -> date:
        return timezone.localdate(self.at)

    @property
    def meets_today(self) -> bool:
        days = [timezone.localdate(row.meeting.starts_at) for row in self.meetings]
        return any(day <= self.on for day in days)

    @cached_property
    def unfinished(self) -> list[Learning]:
        """By deadline, then by class."""
        rows = [x for x in self.learnings if x.enrolment.completed_at is None]
        return sorted(rows, key=lambda x: x.due_on or date.max)

    @property
    def waits_for_meetings(self) -> bool:
        """Something is learned and tested, and still asks for coming to meetings."""
        return any(x.conditions.outcome == Outcome.WAITING for x in self.learnings)

    @cached_property
    def current(self) -> Learning | None:
        """Where the person left off: the course visited last, else the first due."""
        begun = [x for x in self.unfinished if x.visited and x.resume]
        if begun:
            return max(begun, key=lambda x: max(x.visited.values()))
        return next((x for x in self.unfinished if x.resume), None)

    @property
    def next_due(self) -> date | None:
        dues = [x.due_on for x in self.unfinished]
        return min((d for d in dues if d), default=None)

    @property
    def days_left(self) -> int | None:
        return (self.next_due - self.on).days if self.next_due else None


def desk_of(user: User, *, at: datetime) -> Desk:
    """Read the desk in a fixed number of queries, whatever the number of courses."""
    on = timezone.localdate(at)
    everything = list(
        Enrolment.objects.filter(learner=user)
        .select_related("training_class__course", "certificate")
        .with_deadline()
        .order_by("deadline", "training_class__code")
    )
    rows = [row for row in everything if row.takes_part]
    coming = [row for row in rows if row.training_class.opens_on > on]
    learnings = learnings_of([row for row in rows if row not in coming])
    found = presences(everything, at=at)
    judge(learnings, found)
    papers = list(Certificate.objects.of(user).current())
    return Desk(
        learnings=learnings,
        coming=sorted(coming, key=lambda row: row.training_class.opens_on),
        past=past_of([row for row in everything if row not in rows], found, papers),
        meetings=meetings_ahead([found[row.pk] for row in rows], at=at),
        certificates=with_classes(papers[:PAPERS_SHOWN], everything),
        posting=agency_named_on(user=user, at=at),
        at=at,
    )


def past_of(
    rows: list[Enrolment], found: dict[int, Presence], papers: list[Certificate]
) -> list[Past]:
    by_award = {paper.award: paper for paper in papers}
    over = [Past(row, found[row.pk], by_award.get(row.uid)) for row in rows]
    return sorted(over, key=lambda x: (x.ended_at, x.enrolment.pk), reverse=True)


def with_classes(
    papers: list[Certificate], rows: list[Enrolment]
) -> list[tuple[Certificate, TrainingClass | None]]:
    """Each with the class it was earned in; a paper replaced keeps its award."""
    groups = {row.uid: row.training_class for row in rows}
    return [(paper, groups.get(paper.award)) for paper in papers]


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
