"""One person's record of learning, as a coordinator may see it on a day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from agencies.models import AgencyAncestry
from courses.models import ActivityPage
from enrolments.models import Enrolment
from enrolments.querysets import end_of
from progress.group_items import classes_with
from progress.models import Completion, QuickFinish, Visit
from progress.trainees import detailed


@dataclass(frozen=True)
class Trace:
    """One activity in a person's record: opened when, for how long, finished when."""

    activity: ActivityPage
    visit: Visit | None
    completions: list[Completion]
    finish: QuickFinish | None = None

    @property
    def last(self) -> Completion | None:
        return self.completions[-1] if self.completions else None

    @property
    def flag(self) -> str:
        """Why the pace is worth a look; "" where it is not."""
        return self.finish.reason if self.finish else ""


@dataclass(frozen=True)
class Record:
    """What a coordinator may see of one person on one day."""

    user: User
    enrolments: list[Enrolment]
    traces: dict[int, list[Trace]]

    @property
    def rows(self) -> list[tuple[Enrolment, list[Trace]]]:
        return [(row, self.traces[row.pk]) for row in self.enrolments]

    @property
    def _shown(self) -> Enrolment:
        """The enrolment whose unit speaks for the person: an open one before closed ones."""
        return min(self.enrolments, key=lambda row: row.ended_at is not None)

    @property
    def unit_name(self) -> str:
        return self._shown.unit_name or ""

    @property
    def unit_code(self) -> str:
        return self._shown.unit_code or ""

    @property
    def position(self) -> str:
        return self._shown.position_on


def record_of(uid: UUID, *, reach: QuerySet[AgencyAncestry], on: date) -> Record:
    """The person's enrolments that the reach covers, with every visit and completion.

    Raises User.DoesNotExist when there is none, so that a stranger and nobody are alike.
    """
    rows = Enrolment.objects.answering(on=on).filter(
        Exists(reach.filter(descendant=OuterRef("agency_on"))),
        learner__uid=uid,
        enrolled_at__lt=end_of(on),
    )
    found = list(
        detailed(rows, on).order_by("training_class__opens_on", "training_class__code")
    )
    if not found:
        raise User.DoesNotExist(uid)
    groups = {
        group.pk: group
        for group in classes_with(row.training_class_id for row in found)
    }
    for row in found:
        row.training_class = groups[row.training_class_id]
    return Record(found[0].learner, found, _traces(found, on))


def _traces(enrolments: list[Enrolment], on: date) -> dict[int, list[Trace]]:
    end = end_of(on)
    visits = Visit.objects.filter(enrolment__in=enrolments, first_at__lt=end)
    finished = (
        Completion.objects.standing()
        .filter(enrolment__in=enrolments, completed_at__lt=end)
        .order_by("completed_at", "pk")
    )
    visited = {(v.enrolment_id, v.activity_id): v for v in visits}
    completed: dict[tuple[int, int], list[Completion]] = defaultdict(list)
    for completion in finished:
        completed[completion.enrolment_id, completion.activity_id].append(completion)
    quick = QuickFinish.objects.known(on=on).with_talk(on=on)
    quick = quick.filter(enrolment__in=enrolments)
    flagged = {
        (row.enrolment_id, row.completion.activity_id): row
        for row in quick.select_related("completion")
    }
    pages = ActivityPage.objects.filter(
        pk__in={pk for _e, pk in {*visited, *completed}}
    )
    traces: dict[int, list[Trace]] = {row.pk: [] for row in enrolments}
    for activity in pages.order_by("path"):
        for row in enrolments:
            key = (row.pk, activity.pk)
            if key in visited or key in completed:
                traces[row.pk].append(
                    Trace(activity, visited.get(key), completed[key], flagged.get(key))
                )
    return traces
