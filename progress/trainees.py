"""Lists of a unit's enrolments, as a search asks for them, with what a line shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import (
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from accounts.collation import fold
from accounts.models import User
from agencies.models import Agency, AgencyPeriod, Membership
from enrolments.models import Enrolment, TrainingClass
from enrolments.querysets import end_of
from progress.models import Completion
from progress.pressing import pressing, running
from progress.rollup import assigned
from progress.standing import AT_RISK, standing_on

PORTION = 2_000  # lines of a file read at once


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
        risky = (Q(standing__in=AT_RISK) & running(on)) | pressing(on)
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
