"""Who of a unit stands where: lists of people, what holds them up, one person's record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from operator import add

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
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
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.collation import fold
from accounts.models import User
from agencies.models import Agency, AgencyPeriod, Membership
from courses.models import ActivityPage
from enrolments.models import Enrolment, Extension, TrainingClass
from enrolments.querysets import end_of
from progress.models import Completion, Visit
from progress.pressing import NEAR, failed_twice, failures, pressing
from progress.rollup import Figures, assigned, figures_of
from progress.sums.first import NOT_PASSED, STALLED, first_of, not_started

STALLED_AFTER = timedelta(days=7)
PORTION = 2_000  # lines of a file read at once
NEVER = datetime(1, 1, 2, tzinfo=UTC)


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
    known = Case(
        When(last_at__lt=end, then="last_at"), When(first_at__lt=end, then="first_at")
    )
    visits = Visit.objects.filter(enrolment=OuterRef("pk")).order_by()
    done = Completion.objects.filter(enrolment=OuterRef("pk"), completed_at__lt=end)
    opened = visits.values("enrolment").annotate(at=Max(known))
    finished = done.order_by().values("enrolment").annotate(at=Max("completed_at"))
    return Greatest(Subquery(opened.values("at")), Subquery(finished.values("at")))


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
    *,
    agency: Agency,
    on: date,
    training_class: TrainingClass | None,
    by_class: dict[int, Figures] | None = None,
) -> dict[str, int]:
    """How many enrolments of the subtree stand where, and how many are `at_risk`.

    `by_class`: the subtree's figures, where they were read already.
    """
    asked = {"agency": agency, "on": on, "training_class": training_class}
    by_class = figures_of(**asked) if by_class is None else by_class
    n = reduce(add, by_class.values(), Figures())
    result = {
        Standing.NOT_STARTED: n.not_started,
        Standing.STALLED: n.stalled,
        Standing.LEARNING: n.learning,
        Standing.NOT_PASSED: n.completed - n.passed,
        Standing.PASSED: n.passed,
    }
    risky = sum(result[standing] for standing in AT_RISK)
    return result | {"at_risk": risky + pressing_ones(by_class, **asked)}


def pressing_ones(
    by_class: dict[int, Figures],
    *,
    agency: Agency,
    on: date,
    training_class: TrainingClass | None,
) -> int:
    """How many of those who go on learning are near the deadline or failed twice.

    Everybody of a class that is due soon, but for the few with a deadline of their own;
    only those few, and who failed, are looked at one by one.
    """
    due = TrainingClass.objects.filter(pk__in=by_class, due_on__range=(on, on + NEAR))
    near = set(due.values_list("pk", flat=True))
    extended = Extension.objects.filter(enrolment__training_class__in=near)
    few = set(failed_twice(on)) | set(extended.values_list("enrolment", flat=True))
    usual = sum(by_class[pk].learning for pk in near)
    if not few:
        return usual
    rows = assigned(agency=agency, on=on, training_class=training_class)
    special = standing_on(rows.filter(pk__in=few), on)
    counts = (
        special.filter(standing=Standing.LEARNING)
        .order_by()
        .aggregate(
            of_near=Count("pk", filter=Q(training_class__in=near)),
            pressing=Count("pk", filter=pressing(on)),
        )
    )
    return usual - counts["of_near"] + counts["pressing"]


def at_risk(
    *,
    agency: Agency,
    on: date,
    training_class: TrainingClass | None,
    most: int,
    waiting: int | None = None,
) -> list[Enrolment]:
    """Whom to help first: not started, then longest idle, then finished without passing.

    Those of AT_RISK and those with a `pressing` reason. `waiting`: how many have not
    started, where that is known.
    """
    end = end_of(on)
    asked = {"agency": agency, "on": on, "training_class": training_class}
    if waiting is None:
        waiting = sum(n.not_started for n in figures_of(**asked).values())
    first = first_ones(**asked, most=most, waiting=waiting)
    idle = Value(on, DateField()) - TruncDate("last_seen_at")
    chosen = Enrolment.objects.answering(on=on).filter(pk__in=first)
    found = detailed(chosen, on).with_deadline()
    found = found.annotate(days_idle=ExtractDay(idle), failed=failures(end))
    return sorted(found, key=_need)


def first_ones(
    *,
    agency: Agency,
    on: date,
    training_class: TrainingClass | None,
    most: int,
    waiting: int,
) -> list[int]:
    """Keys of those who come first, kind after kind until there are enough."""
    where = {
        "agency": agency.pk,
        "training_class": training_class.pk if training_class else None,
        "on": on,
    }
    found = not_started(**where, most=most, today=timezone.localdate(), count=waiting)
    if len(found) < most:
        found += first_of(STALLED, **where, most=most - len(found))
    if len(found) < most:
        rows = assigned(agency=agency, on=on, training_class=training_class)
        rows = standing_on(rows.exclude(pk__in=found).filter(pressing(on)), on)
        rows = rows.order_by("last_seen_at", "learner__sort_key", "pk")
        found += rows.values_list("pk", flat=True)[: most - len(found)]
    if len(found) < most:
        found += first_of(NOT_PASSED, **where, most=most - len(found))
    return found


def _need(row: Enrolment) -> tuple[bool, datetime, str, int]:
    is_finished = row.standing == Standing.NOT_PASSED
    return is_finished, row.last_seen_at or NEVER, row.learner.sort_key, row.pk


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
        rows = standing_on(rows, on)
        risky = Q(standing__in=AT_RISK) | pressing(on)
        rows = rows.filter(risky if state == "at_risk" else Q(standing=state))
    return rows


def people(enrolments: QuerySet[Enrolment]) -> QuerySet[User]:
    """Whose enrolments these are, each person once, as Vietnamese lists go."""
    theirs = enrolments.filter(learner=OuterRef("pk"))
    return User.objects.filter(Exists(theirs)).order_by("sort_key", "pk")


def line_by_line(enrolments: QuerySet[Enrolment], on: date) -> Iterator[Enrolment]:
    """The same in detail, person after person, for a file; read in portions.

    First the keys in their order, then what a line says of each: a cursor over all of it
    would hold a hundred thousand lines back until the last one is counted.
    """
    keys = enrolments.order_by(
        "learner__sort_key",
        "learner_id",
        "training_class__opens_on",
        "training_class__code",
    ).values_list("pk", flat=True)
    for portion in portions(list(keys)):
        rows = Enrolment.objects.answering(on=on).filter(pk__in=portion)
        found = {row.pk: row for row in detailed(rows, on)}
        yield from (found[pk] for pk in portion if pk in found)


def portions(keys: list[int]) -> Iterator[list[int]]:
    """As many keys as one statement asks about."""
    return (keys[at : at + PORTION] for at in range(0, len(keys), PORTION))


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
