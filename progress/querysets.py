from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from enrolments.querysets import end_of

if TYPE_CHECKING:
    from accounts.models import User
    from enrolments.models import Enrolment


class CompletionQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Not voided; of several the newest one stands."""
        return self.filter(voided_at=None)

    def of(self, enrolment: Enrolment) -> Self:
        return self.filter(enrolment=enrolment)


class ExportQuerySet(models.QuerySet):
    def of(self, user: User) -> Self:
        """What this person asked for; nobody else ever sees it."""
        return self.filter(asked_by=user)

    def unfinished(self) -> Self:
        return self.filter(state__in=["waiting", "running"])

    def outdated(self, *, at: datetime) -> Self:
        return self.filter(expires_at__lte=at)


class QuickFinishQuerySet(models.QuerySet):
    def known(self, *, on: date) -> Self:
        """Marked by the end of that day, of completions that stand."""
        return self.filter(done_at__lt=end_of(on), voided_at=None)

    def with_aside(self, *, on: date) -> Self:
        """Annotate `is_aside`: whether somebody had laid it aside by that day."""
        last = talks_by(on).values("is_aside")[:1]
        return self.annotate(is_aside=Coalesce(Subquery(last), False))

    def with_talk(self, *, on: date) -> Self:
        """The same, and who said what of it and when."""
        last = talks_by(on)
        return self.with_aside(on=on).annotate(
            talk_note=Subquery(last.values("note")[:1]),
            talk_at=Subquery(last.values("noted_at")[:1]),
            talk_by=Subquery(last.values("noted_by__full_name")[:1]),
        )

    def writable_by(self, user: User, *, on: date) -> Self:
        """Of enrolments that the user's roles as a coordinator reach."""
        enrolments = apps.get_model("enrolments", "Enrolment").objects
        ours = enrolments.writable_by(user, on=on).values("pk")
        return self.filter(enrolment__in=ours)


def talks_by(on: date) -> models.QuerySet:
    """What was noted of a lesson finished very fast by that day, the newest first."""
    talks = apps.get_model("progress", "QuickFinishTalk").objects
    known = talks.filter(finish=OuterRef("pk"), noted_at__lt=end_of(on))
    return known.order_by("-noted_at", "-pk")
