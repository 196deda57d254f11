from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q


class LegalBasisQuerySet(models.QuerySet):
    def in_force(self, on: date) -> Self:
        began = Q(in_force_from=None) | Q(in_force_from__lte=on)
        lasts = Q(in_force_to=None) | Q(in_force_to__gte=on)
        return self.filter(began & lasts)
