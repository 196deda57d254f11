"""Reads of who learns what, and for which agency it counts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone

from agencies.querysets import reach, sees_everything

if TYPE_CHECKING:
    from accounts.models import User
    from agencies.models import Agency


def end_of(day: date) -> datetime:
    """The first moment after a local day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


class TrainingClassQuerySet(models.QuerySet):
    def open(self, *, on: date) -> Self:
        return self.filter(opens_on__lte=on, closed_at=None)


class EnrolmentQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(ended_at=None)

    def taking_part(self) -> Self:
        """Not withdrawn, in a class not closed, which perhaps has not opened yet."""
        return self.filter(
            ended_reason__in=["", "completed"], training_class__closed_at=None
        )

    def accessible(self, *, on: date) -> Self:
        """Whose learners may work in the course: class open, not withdrawn.

        Whoever completed it may read it again while the class is open.
        """
        return self.taking_part().filter(training_class__opens_on__lte=on)

    def by_urgency(self, *, on: date) -> Self:
        """What one would learn for first: unfinished, still in time, due soonest."""
        rank = Case(
            When(completed_at__isnull=False, then=2),
            When(deadline__lt=on, then=1),
            default=0,
            output_field=IntegerField(),
        )
        return self.with_deadline().order_by(
            rank,
            F("deadline").asc(nulls_last=True),
            "training_class__opens_on",
            "pk",
        )

    def completed(self) -> Self:
        return self.exclude(completed_at=None)

    def passed(self) -> Self:
        return self.exclude(passed_at=None)

    def answering(self, *, on: date) -> Self:
        """Annotate `agency_on`: the agency that answers for it on that day.

        While open on that day it is the learner's main membership then; once closed,
        what was frozen, and after that unit has ended its heir: the only successor,
        else where the learner works now. So a count as at a past day never changes
        afterwards, and none is lost when units merge.
        """
        main = Q(
            learner__memberships__period__contains=on,
            learner__memberships__is_main=True,
        )
        working_at = F("post_on__agency")
        frozen = Coalesce(
            "heir_on__heir",
            Case(When(heir_on__isnull=False, then=working_at)),
            "answering_agency",
            working_at,
            output_field=BigIntegerField(),
        )
        closed = When(ended_at__lt=end_of(on), then=frozen)
        answers = Case(closed, default=working_at, output_field=BigIntegerField())
        # One main membership per person and day at most: the join doubles no row.
        post = FilteredRelation("learner__memberships", condition=main)
        # And one heir at most of a unit that has ended.
        days = Q(answering_agency__heirs__period__contains=on)
        heir = FilteredRelation("answering_agency__heirs", condition=days)
        rows = self.annotate(post_on=post, heir_on=heir)
        return rows.annotate(agency_on=answers)

    def within(self, agency: Agency, *, on: date) -> Self:
        """Those the agency and everything below it answer for on that day."""
        ancestry = apps.get_model("agencies", "AgencyAncestry").objects.on(on)
        below = ancestry.filter(ancestor=agency, descendant=OuterRef("agency_on"))
        return self.answering(on=on).filter(Exists(below))

    def visible_to(self, user: User, *, on: date, today: date | None = None) -> Self:
        """What a coordinator's roles reach; a learner sees his or her own."""
        rows = self.answering(on=on)
        if sees_everything(user):
            return rows
        ours = reach(user, on=on, today=today).filter(descendant=OuterRef("agency_on"))
        return rows.filter(Q(learner=user) | Exists(ours))

    def writable_by(self, user: User, *, on: date, today: date | None = None) -> Self:
        """What a role as a coordinator reaches: neither a head's nor one's own."""
        rows = self.answering(on=on)
        if sees_everything(user):
            return rows
        ours = reach(user, on=on, today=today, writing=True)
        return rows.filter(Exists(ours.filter(descendant=OuterRef("agency_on"))))

    def with_deadline(self) -> Self:
        """Annotate `deadline`: the class's, or the learner's own after an extension."""
        granted = apps.get_model("enrolments", "Extension").objects.filter(
            enrolment=OuterRef("pk")
        )
        newest = granted.order_by("-granted_at", "-pk").values("due_on")[:1]
        return self.annotate(
            deadline=Coalesce(Subquery(newest), "training_class__due_on")
        )

    def overdue(self, *, on: date) -> Self:
        return self.with_deadline().filter(completed_at=None, deadline__lt=on)

    def with_attendance(self, *, at: datetime) -> Self:
        """Annotate `held`, `present`, `excused` and `attends_enough` as at a moment.

        Who is excused from a meeting is judged by the others: it leaves the count.
        """
        meetings = apps.get_model("enrolments", "Meeting").objects.filter(
            training_class=OuterRef("training_class"),
            cancelled_at=None,
            ends_at__lte=at,
        )
        rows = apps.get_model("enrolments", "Attendance").objects.filter(
            enrolment=OuterRef("pk"),
            meeting__cancelled_at=None,
            meeting__ends_at__lte=at,
        )
        minimum = F("training_class__attendance_minimum")
        return self.annotate(
            held=counted(meetings, "training_class"),
            present=counted(rows.filter(status="present"), "enrolment"),
            excused=counted(rows.filter(status="excused"), "enrolment"),
        ).annotate(
            attends_enough=Case(
                When(training_class__attendance_minimum=0, then=True),
                default=GreaterThanOrEqual(
                    F("present") * 100, minimum * (F("held") - F("excused"))
                ),
                output_field=BooleanField(),
            )
        )


def counted(rows: models.QuerySet, by: str) -> Coalesce:
    """How many rows there are for each value of `by`, as a subquery."""
    found = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(found, output_field=IntegerField()), 0)
