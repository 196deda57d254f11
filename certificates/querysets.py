from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from accounts.models import User


class CertificateQuerySet(models.QuerySet):
    def pending(self) -> Self:
        return self.filter(status="pending")

    def ready(self) -> Self:
        return self.filter(status="ready")

    def of(self, holder: User) -> Self:
        return self.filter(holder=holder).order_by("-issued_at", "-pk")

    def left_behind(self, *, before: datetime) -> Self:
        """Pending since before that moment: their task was lost or failed."""
        return self.pending().filter(issued_at__lt=before).order_by("pk")
