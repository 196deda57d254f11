"""Reads of the register."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models

if TYPE_CHECKING:
    from accounts.models import User


class CertificateQuerySet(models.QuerySet):
    def pending(self) -> Self:
        return self.filter(status="pending")

    def ready(self) -> Self:
        return self.filter(status="ready")

    def current(self) -> Self:
        """Neither replaced nor withdrawn."""
        return self.filter(status__in=["pending", "ready"])

    def standing_for(self, award: UUID) -> Self:
        """The one certificate that an award has now, drawn or not yet."""
        return self.current().filter(award=award)

    def of(self, holder: User) -> Self:
        return self.filter(holder=holder).order_by("-issued_at", "-pk")

    def visible_to(self, user: User) -> Self:
        """One's own; all of them for who keeps the register."""
        return self if user.has_perm("certificates.view_certificate") else self.of(user)

    def left_behind(self, *, before: datetime) -> Self:
        """Pending since before that moment: their task was lost or failed."""
        return self.pending().filter(issued_at__lt=before).order_by("pk")
