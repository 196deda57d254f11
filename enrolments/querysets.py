"""Reads of who learns what, and for which agency it counts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from agencies.querysets import reach, sees_everything

if TYPE_CHECKING:
    from accounts.models import User
    from agencies.models import Agency


class TrainingClassQuerySet(models.QuerySet):
    def open(self, *, on: date) -> Self:
        return self.filter(opens_on__lte=on, closed_at=None)


class EnrolmentQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(ended_at=None)

    def completed(self) -> Self:
        return self.exclude(completed_at=None)

    def passed(self) -> Self:
        return self.exclude(passed_at=None)

    def answering(self, *, on: date) -> Self:
        """Annotate `agency_on`: the agency that answers for it on that day.

        While open that is the learner's main membership on the day; once closed, what
        was frozen.
        """
        main = (
            apps.get_model("agencies", "Membership")
            .objects.on(on)
            .main()
            .filter(user=OuterRef("learner"))
        )
        return self.annotate(
            agency_on=Coalesce("answering_agency", Subquery(main.values("agency")[:1]))
        )

    def _below(self, rows: models.QuerySet) -> Self:
        return self.filter(Exists(rows.filter(descendant=OuterRef("agency_on"))))

    def within(self, agency: Agency, *, on: date) -> Self:
        """Those the agency and everything below it answer for on that day."""
        ancestry = apps.get_model("agencies", "AgencyAncestry").objects.on(on)
        return self.answering(on=on)._below(ancestry.filter(ancestor=agency))

    def visible_to(self, user: User, *, on: date) -> Self:
        """What a coordinator's roles reach; a learner sees his or her own."""
        if sees_everything(user):
            return self.answering(on=on)
        roles = reach(user, on=on).filter(descendant=OuterRef("agency_on"))
        return self.answering(on=on).filter(Q(learner=user) | Exists(roles))

    def overdue(self, *, on: date) -> Self:
        return self.filter(completed_at=None, training_class__due_on__lt=on)
