"""Who belongs to a class by its rule: enrolled when they come, closed when they leave."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.collation import fold
from accounts.models import User
from agencies.models import Agency, AgencyAncestry, Membership
from enrolments.models import Audience, Enrolment, TrainingClass

LEFT = Enrolment.EndedReason.LEFT
OF_AUDIENCE = Enrolment.Source.AUDIENCE


@dataclass(frozen=True)
class Outcome:
    """How many were enrolled, let in again and closed."""

    enrolled: int = 0
    reopened: int = 0
    closed: int = 0


@dataclass(frozen=True)
class Change:
    """Whom an audience lets in, lets in again and closes; users, then enrolments."""

    missing: set[int] = field(default_factory=set)
    back: list[Enrolment] = field(default_factory=list)
    gone: list[Enrolment] = field(default_factory=list)


def members_of(training_class: TrainingClass, *, on: date) -> set[int]:
    """The people whom the class is for on that day: their main post is in an audience."""
    return people_of_all(training_class.audiences.all(), on)


def people_of_all(audiences: Iterable[Audience], on: date) -> set[int]:
    return set().union(*(people_of(audience, on) for audience in audiences))


def people_of(audience: Audience, on: date) -> set[int]:
    below = AgencyAncestry.objects.on(on).filter(ancestor=audience.agency_id)
    posts = Membership.objects.on(on).main().filter(user__is_active=True)
    if audience.is_with_below:
        posts = posts.filter(agency__in=below.values("descendant"))
    else:
        posts = posts.filter(agency=audience.agency_id)
    phrases = [fold(p) for p in phrases_of(audience.positions)]
    rows = posts.values_list("user", "position")
    return {u for u, job in rows if not phrases or any(p in fold(job) for p in phrases)}


def phrases_of(positions: str) -> list[str]:
    return [p.strip() for p in positions.split(";") if p.strip()]


def change_of(
    training_class: TrainingClass, audiences: Collection[Audience], *, on: date
) -> Change:
    """What a class for these people would change on that day; nothing is written.

    As `apply_audience` says it.
    """
    if training_class.closed_at is not None or not audiences:
        return Change()
    wanted = people_of_all(audiences, on)
    held = {e.learner_id: e for e in training_class.enrolments.all()}
    ours = [e for e in held.values() if e.source == OF_AUDIENCE]
    has_ended = units_ended(audiences, on=on)
    return Change(
        missing=wanted - held.keys(),
        back=[e for e in ours if e.learner_id in wanted and e.ended_reason == LEFT],
        gone=[
            e
            for e in ours
            if not has_ended and e.learner_id not in wanted and e.ended_at is None
        ],
    )


@transaction.atomic
def apply_audience(*, training_class: TrainingClass, at: datetime) -> Outcome:
    """Bring the enrolments of a class in line with whom it is for. Safe twice.

    Only what the audience enrolled is closed by it: people enrolled by hand or by a
    roster stay, who was exempted or withdrawn stays so, and what somebody completed is
    never touched. A class without an audience, or closed, is left alone. Where the unit
    of an audience has ended (merged, split), its people stay until the coordinator says
    whom the class is for now: nobody left, the unit did.
    """
    locked = TrainingClass.objects.select_for_update().get(pk=training_class.pk)
    on = timezone.localdate(at)
    change = change_of(locked, locked.audiences.all(), on=on)
    return Outcome(
        enrolled=enrol_missing(locked, change.missing, at),
        reopened=let_in_again(change.back),
        closed=close_those(change.gone, on, at),
    )


def units_ended(audiences: Iterable[Audience], *, on: date) -> bool:
    """Whether some unit that the class is for no longer exists on that day."""
    units = {audience.agency_id for audience in audiences}
    return Agency.objects.existing(on).filter(pk__in=units).count() < len(units)


def enrol_missing(group: TrainingClass, users: set[int], at: datetime) -> int:
    rows = [
        Enrolment(
            learner_id=user, training_class=group, enrolled_at=at, source=OF_AUDIENCE
        )
        for user in sorted(users)
    ]
    Enrolment.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    return len(rows)


def let_in_again(rows: list[Enrolment]) -> int:
    """Who had left and came back goes on where he or she was."""
    Enrolment.objects.filter(pk__in=[e.pk for e in rows]).update(
        ended_at=None,
        ended_reason="",
        ended_by=None,
        ended_note="",
        answering_agency=None,
    )
    return len(rows)


def close_those(leaving: list[Enrolment], on: date, at: datetime) -> int:
    """The unit where they worked until now answers for what they had done."""
    before = Membership.objects.on(on - timedelta(days=1)).main()
    posts = before.filter(user__in=[e.learner_id for e in leaving])
    unit = dict(posts.values_list("user", "agency"))
    for enrolment in leaving:
        enrolment.ended_at, enrolment.ended_reason = at, LEFT
        enrolment.ended_note = _("Không còn thuộc đối tượng của lớp.")
        enrolment.answering_agency_id = unit.get(enrolment.learner_id)
    fields = ["ended_at", "ended_reason", "ended_note", "answering_agency"]
    Enrolment.objects.bulk_update(leaving, fields, batch_size=1000)
    return len(leaving)


@transaction.atomic
def set_audience(
    *,
    training_class: TrainingClass,
    agency_id: int,
    is_with_below: bool,
    positions: str = "",
    by: User,
) -> Audience:
    """Add people of a unit to whom the class is for; saying it again changes the row."""
    return Audience.objects.update_or_create(
        training_class=training_class,
        agency_id=agency_id,
        positions="; ".join(phrases_of(positions)),
        defaults={"is_with_below": is_with_below},
    )[0]
