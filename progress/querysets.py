from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

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
