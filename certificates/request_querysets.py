"""Requests for another paper by how they stand."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models

OPEN = models.Q(settled_by=None, withdrawn_at=None)


class RequestQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Neither handled nor withdrawn."""
        return self.filter(OPEN)

    def overdue(self, *, on: date) -> Self:
        return self.open().filter(due_on__lt=on)

    def handled(self) -> Self:
        """A line of the book answered it."""
        return self.exclude(settled_by=None)

    def withdrawn(self) -> Self:
        return self.exclude(withdrawn_at=None)

    def open_first(self) -> Self:
        """The most urgent first, then what is closed, the last received first."""
        closed = models.Case(models.When(OPEN, then=0), default=1)
        urgency = models.Case(models.When(OPEN, then="due_on"))
        return self.order_by(closed, urgency, "-received_on", "-pk")
