"""What one learner sees of one course: states, locks and what comes next.

Read in four queries whatever the size of the course; templates only show it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.encoding import iri_to_uri

from courses.models import ActivityPage, CoursePage, ModulePage
from courses.structure import course_of
from enrolments.access import enrolments_in, meant, within
from enrolments.models import Enrolment, TrainingClass
from progress.models import Completion, Visit

if TYPE_CHECKING:
    from wagtail.models import Page

    from accounts.models import User
    from progress.conditions import Conditions


class State(StrEnum):
    DONE = "done"
    CURRENT = "current"
    TODO = "todo"
    LOCKED = "locked"
    OPTIONAL = "optional"


class NotAllowed(Exception):
    """The learner may not open this activity now; the message says why."""


@dataclass(frozen=True)
class Item:
    """An activity in the outline, with its state for this learner."""

    activity: ActivityPage
    state: State
    url: str


@dataclass(frozen=True)
class Chapter:
    """A module with its items; the course's own activities have no module."""

    module: ModulePage | None
    items: list[Item]

    @property
    def done(self) -> int:
        return sum(item.state == State.DONE for item in self.items)

    @property
    def pks(self) -> set[int]:
        return {item.activity.pk for item in self.items}


class Learning:
    """A course as it stands for a learner (or, without enrolment, for a trainer)."""

    def __init__(
        self,
        *,
        course: CoursePage,
        enrolment: Enrolment | None,
        activities: list[ActivityPage],
        modules: list[ModulePage],
        completions: dict[int, Completion],
        visited: dict[int, datetime],
        others: Sequence[Enrolment] = (),
    ) -> None:
        self.course = course
        self.enrolment = enrolment
        # The same course in other classes: then an address says for which it is.
        self.others = others
        # What opens last is learned last, wherever it stands among its siblings.
        self.activities = sorted(activities, key=lambda a: a.opens_last)
        self.modules = modules
        self.completions = completions
        self.visited = visited
        # What is demanded and met; read where it is shown (progress.conditions.judge).
        self.conditions: Conditions | None = None

    @property
    def is_trainer(self) -> bool:
        return self.enrolment is None

    def is_done(self, activity: ActivityPage) -> bool:
        return activity.pk in self.completions

    def is_locked(self, activity: ActivityPage) -> bool:
        """Opens last, and a required activity before it is not finished."""
        if self.is_trainer or not activity.opens_last or self.is_done(activity):
            return False
        before = self.activities[: self._place(activity)]
        return any(a.is_required and not self.is_done(a) for a in before)

    def state_of(self, activity: ActivityPage) -> State:
        if self.is_done(activity):
            return State.DONE
        if self.is_locked(activity):
            return State.LOCKED
        if activity.pk in self.visited:
            return State.CURRENT
        return State.TODO if activity.is_required else State.OPTIONAL

    @cached_property
    def states(self) -> dict[int, State]:
        return {a.pk: self.state_of(a) for a in self.activities}

    @property
    def group(self) -> TrainingClass | None:
        return self.enrolment.training_class if self.enrolment else None

    @property
    def due_on(self) -> date | None:
        """The learner's own deadline: the class's, or a later one after an extension."""
        return self.enrolment.deadline if self.enrolment else None

    @property
    def days_left(self) -> int | None:
        """Whole days until the deadline's day ends; negative once it is over."""
        return (self.due_on - timezone.localdate()).days if self.due_on else None

    @property
    def is_extended(self) -> bool:
        return self.group is not None and self.due_on != self.group.due_on

    @cached_property
    def _course_url(self) -> str:
        return self.course.get_url()

    def _here(self, url: str) -> str:
        return within(url, self.group) if self.others and self.group else url

    @cached_property
    def url(self) -> str:
        return self._here(self._course_url)

    def url_of(self, activity: ActivityPage) -> str:
        """Below the course's url: Wagtail would ask its cache anew for every page."""
        below = iri_to_uri(activity.url_path[len(self.course.url_path) :])
        return self._here(self._course_url + below)

    @property
    def resume_url(self) -> str:
        return self.url_of(self.resume) if self.resume else self.url

    @property
    def total(self) -> int:
        return sum(a.is_required for a in self.activities)

    @property
    def done(self) -> int:
        return sum(a.is_required and self.is_done(a) for a in self.activities)

    @property
    def is_finished(self) -> bool:
        return self.done == self.total

    @property
    def minutes_left(self) -> int:
        return sum(
            a.minutes for a in self.activities if a.is_required and not self.is_done(a)
        )

    def _place(self, activity: ActivityPage) -> int:
        return next(i for i, a in enumerate(self.activities) if a.pk == activity.pk)

    def next_after(self, activity: ActivityPage) -> ActivityPage | None:
        return next(iter(self.activities[self._place(activity) + 1 :]), None)

    def previous_before(self, activity: ActivityPage) -> ActivityPage | None:
        place = self._place(activity)
        return self.activities[place - 1] if place else None

    @cached_property
    def resume(self) -> ActivityPage | None:
        """Where to go on: the first required activity not done and not locked."""
        ready = [
            a
            for a in self.activities
            if self.states[a.pk] in {State.TODO, State.CURRENT} and a.is_required
        ]
        return ready[0] if ready else None

    @cached_property
    def chapters(self) -> list[Chapter]:
        """The outline: modules in order, then what stands outside of them."""
        chapters = [Chapter(m, self._items(m.path)) for m in self.modules]
        inside = tuple(m.path for m in self.modules)
        own = [
            self._item(a)
            for a in self.activities
            if not a.path.startswith(inside or "-")
        ]
        return [c for c in chapters if c.items] + ([Chapter(None, own)] if own else [])

    def chapter_of(self, activity: ActivityPage) -> Chapter | None:
        inside = (c for c in self.chapters if c.module and activity.pk in c.pks)
        return next(inside, None)

    def _items(self, path: str) -> list[Item]:
        return [self._item(a) for a in self.activities if a.path.startswith(path)]

    def _item(self, activity: ActivityPage) -> Item:
        return Item(activity, self.states[activity.pk], self.url_of(activity))


def learning_of(
    *,
    course: CoursePage,
    enrolment: Enrolment | None,
    others: Sequence[Enrolment] = (),
) -> Learning:
    """Read a learner's standing in a course; without enrolment, as a trainer sees it."""
    completions: dict[int, Completion] = {}
    visited: dict[int, datetime] = {}
    if enrolment is not None:
        standing = (
            Completion.objects.standing().of(enrolment).order_by("completed_at", "pk")
        )
        completions = {c.activity_id: c for c in standing}
        visits = Visit.objects.filter(enrolment=enrolment)
        visited = dict(visits.values_list("activity_id", "last_at"))
    return Learning(
        course=course,
        enrolment=enrolment,
        activities=list(ActivityPage.objects.of(course)),
        modules=list(ModulePage.objects.live().child_of(course).order_by("path")),
        completions=completions,
        visited=visited,
        others=others,
    )


def learning_for(
    user: User, page: Page, at: datetime | None = None, *, enrolment: str = ""
) -> Learning | None:
    """The user's standing in the course of a page; None when not enrolled.

    `enrolment`: the uid of the one that is meant, where there may be several.
    """
    course = course_of(page)
    if course is None:
        return None
    rows = enrolments_in(user, course, on=timezone.localdate(at))
    row = meant(rows, enrolment)
    if row is None:
        return None
    others = [other for other in rows if other != row]
    return learning_of(course=course, enrolment=row, others=others)
