"""Who of a unit stands where: lists of people, what holds them up, one person's record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce, ExtractDay, Greatest, TruncDate
from django.utils.translation import gettext_lazy as _

from accounts.collation import fold
from accounts.models import User
from agencies.models import Agency, AgencyAncestry, AgencyPeriod, Membership
from courses.models import ActivityPage
from enrolments.models import Enrolment, TrainingClass
from enrolments.querysets import end_of
from progress.models import Completion, Visit
from progress.reports import assigned

STALLED_AFTER = timedelta(days=7)


class Standing(TextChoices):
    """Where an enrolment stands on a day; every enrolment has exactly one."""

    NOT_STARTED = "not_started", _("Chưa học")
    STALLED = "stalled", _("Dừng quá 7 ngày")
    LEARNING = "learning", _("Đang học")
    NOT_PASSED = "not_passed", _("Hoàn thành, chưa đạt")
    PASSED = "passed", _("Đạt")


AT_RISK = (Standing.NOT_STARTED, Standing.STALLED, Standing.NOT_PASSED)


def required_items() -> Subquery:
    """How many required activities the course of a class has, to annotate a class."""
    pages = (
        ActivityPage.objects.live()
        .filter(is_required=True, path__startswith=OuterRef("course__path"))
        .order_by()
        .values("is_required")
        .annotate(n=Count("pk"))
    )
    return Coalesce(Subquery(pages.values("n"), output_field=IntegerField()), 0)


def _last_seen(end: datetime) -> Greatest:
    """When the learner last opened or finished anything, as known at `end`.

    A visit keeps only its first and last moment, so for a past day it is the later of
    those that had come by then.
    """
    visits = (
        Visit.objects.filter(enrolment=OuterRef("pk")).order_by().values("enrolment")
    )
    done = (
        Completion.objects.filter(enrolment=OuterRef("pk"))
        .order_by()
        .values("enrolment")
    )
    first = visits.annotate(at=Max("first_at", filter=Q(first_at__lt=end)))
    last = visits.annotate(at=Max("last_at", filter=Q(last_at__lt=end)))
    finished = done.annotate(at=Max("completed_at", filter=Q(completed_at__lt=end)))
    return Greatest(*(Subquery(part.values("at")) for part in (first, last, finished)))


def standing_on(enrolments: QuerySet[Enrolment], on: date) -> QuerySet[Enrolment]:
    """Annotate `last_seen_at` and `standing` as at the end of that day."""
    end = end_of(on)
    standing = Case(
        When(passed_at__lt=end, then=Value(Standing.PASSED)),
        When(completed_at__lt=end, then=Value(Standing.NOT_PASSED)),
        When(last_seen_at=None, then=Value(Standing.NOT_STARTED)),
        When(last_seen_at__lt=end - STALLED_AFTER, then=Value(Standing.STALLED)),
        default=Value(Standing.LEARNING),
        output_field=CharField(),
    )
    return enrolments.annotate(last_seen_at=_last_seen(end)).annotate(standing=standing)


def detailed(enrolments: QuerySet[Enrolment], on: date) -> QuerySet[Enrolment]:
    """With what a list shows: learner, unit, position, required items done."""
    end = end_of(on)
    finished = (
        Completion.objects.filter(
            Q(voided_at=None) | Q(voided_at__gte=end),
            enrolment=OuterRef("pk"),
            completed_at__lt=end,
            activity__live=True,
            activity__is_required=True,
        )
        .order_by()
        .values("enrolment")
        .annotate(n=Count("activity", distinct=True))
    )
    units = AgencyPeriod.objects.on(on).filter(agency=OuterRef("agency_on"))
    posts = Membership.objects.on(on).main().filter(user=OuterRef("learner"))
    return (
        standing_on(enrolments, on)
        .select_related("learner")
        .annotate(
            items_done=Coalesce(
                Subquery(finished.values("n"), output_field=IntegerField()), 0
            ),
            unit_name=Subquery(units.values("name")[:1]),
            unit_code=Subquery(units.values("agency__code")[:1]),
            position_on=Coalesce(Subquery(posts.values("position")[:1]), Value("")),
        )
    )


def standings(
    *, agency: Agency, on: date, training_class: TrainingClass | None
) -> dict[str, int]:
    """How many enrolments of the subtree stand where; every standing is named."""
    rows = standing_on(
        assigned(agency=agency, on=on, training_class=training_class), on
    )
    counted = dict(rows.order_by().values_list("standing").annotate(n=Count("pk")))
    return {value: counted.get(value, 0) for value in Standing.values}


def at_risk(
    *, agency: Agency, on: date, training_class: TrainingClass | None
) -> QuerySet[Enrolment]:
    """Whom to help first: not started, then stalled, then finished without passing."""
    rows = detailed(assigned(agency=agency, on=on, training_class=training_class), on)
    idle = Value(on, DateField()) - TruncDate("last_seen_at")
    whens = [When(standing=value, then=Value(i)) for i, value in enumerate(AT_RISK)]
    return (
        rows.filter(standing__in=AT_RISK)
        .annotate(
            urgency=Case(*whens, output_field=IntegerField()),
            days_idle=ExtractDay(idle),
        )
        .order_by(
            "urgency",
            F("last_seen_at").asc(nulls_first=True),
            "learner__sort_key",
            "pk",
        )
    )


def listed(
    *,
    agency: Agency,
    on: date,
    training_class: TrainingClass | None = None,
    state: str = "",
    q: str = "",
    own: bool = False,
) -> QuerySet[Enrolment]:
    """Enrolments of the subtree that a search asks for; `own` leaves out units below.

    `state` is a Standing, or "at_risk" for those of AT_RISK; `q` is part of a name,
    staff code or address, with or without its marks.
    """
    rows = assigned(agency=agency, on=on, training_class=training_class)
    if own:
        rows = rows.filter(agency_on=agency.pk)
    for word in fold(q).split():
        rows = rows.filter(learner__search_text__contains=word)
    if state:
        wanted = AT_RISK if state == "at_risk" else [state]
        rows = standing_on(rows, on).filter(standing__in=wanted)
    return rows


def people(enrolments: QuerySet[Enrolment]) -> QuerySet[User]:
    """Whose enrolments these are, each person once, as Vietnamese lists go."""
    theirs = enrolments.filter(learner=OuterRef("pk"))
    return User.objects.filter(Exists(theirs)).order_by("sort_key", "pk")


def line_by_line(enrolments: QuerySet[Enrolment], on: date) -> QuerySet[Enrolment]:
    """The same in detail, person after person, for a file."""
    return detailed(enrolments, on).order_by(
        "learner__sort_key",
        "learner_id",
        "training_class__opens_on",
        "training_class__code",
    )


@dataclass(frozen=True)
class Trainee:
    """A person of a list with an enrolment, or None, for each class in order."""

    user: User
    unit_name: str
    position: str
    groups: list[TrainingClass]
    cells: list[Enrolment | None]

    @property
    def pairs(self) -> list[tuple[TrainingClass, Enrolment | None]]:
        return list(zip(self.groups, self.cells, strict=True))


def with_cells(
    users: Iterable[User], *, agency: Agency, on: date, classes: list[TrainingClass]
) -> list[Trainee]:
    """Put beside each person the enrolments that the subtree answers for. One query."""
    listed = list(users)
    rows = detailed(assigned(agency=agency, on=on), on).filter(learner__in=listed)
    found = {(row.learner_id, row.training_class_id): row for row in rows}
    trainees = []
    for user in listed:
        cells = [found.get((user.pk, group.pk)) for group in classes]
        shown = next((cell for cell in cells if cell), None)
        trainees.append(
            Trainee(
                user=user,
                unit_name=(shown and shown.unit_name) or "",
                position=shown.position_on if shown else "",
                groups=classes,
                cells=cells,
            )
        )
    return trainees


def classes_with(pks: Iterable[int] | QuerySet) -> list[TrainingClass]:
    """The classes of these keys with their courses and number of required items."""
    groups = TrainingClass.objects.filter(pk__in=pks).select_related("course")
    return list(groups.annotate(items=required_items()).order_by("opens_on", "code"))


@dataclass(frozen=True)
class Trace:
    """One activity in a person's record: opened when, for how long, finished when."""

    activity: ActivityPage
    visit: Visit | None
    completions: list[Completion]

    @property
    def last(self) -> Completion | None:
        return self.completions[-1] if self.completions else None


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
    pages = ActivityPage.objects.filter(
        pk__in={pk for _e, pk in {*visited, *completed}}
    )
    traces: dict[int, list[Trace]] = {row.pk: [] for row in enrolments}
    for activity in pages.order_by("path"):
        for row in enrolments:
            key = (row.pk, activity.pk)
            if key in visited or key in completed:
                traces[row.pk].append(Trace(activity, visited.get(key), completed[key]))
    return traces
