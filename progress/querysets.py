from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from enrolments.models import Enrolment


class CompletionQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Not voided; of several the newest one stands."""
        return self.filter(voided_at=None)

    def of(self, enrolment: Enrolment) -> Self:
        return self.filter(enrolment=enrolment)
