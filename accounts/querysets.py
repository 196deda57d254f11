from __future__ import annotations

from datetime import datetime
from typing import Self

from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models import Q


class UserQuerySet(models.QuerySet):
    """People. List them through `agencies`' `visible_to(user)`, never from here."""

    def active(self) -> Self:
        return self.filter(is_active=True, erased_at=None)

    def known_as(self, login: str) -> Self:
        """Who logs in with this staff code or e-mail address."""
        login = login.strip()
        return self.filter(Q(staff_code__iexact=login) | Q(email__iexact=login))


class OutboxQuerySet(models.QuerySet):
    """Mails that are rows first (docs/decisions/0014), with `state` and `retry_at`."""

    def to_try(self, *, at: datetime) -> Self:
        """What waits and may be handed over now, in the order it was written."""
        ready = Q(retry_at=None) | Q(retry_at__lte=at)
        return self.filter(ready, state="pending").order_by("created_at", "pk")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    use_in_migrations = True

    def create_user(self, staff_code: str, password: str | None = None, **fields):
        """Create a person; without a password, one that cannot log in yet."""
        user = self.model(staff_code=staff_code, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, staff_code: str, password: str | None = None, **fields):
        fields.setdefault("full_name", staff_code)
        return self.create_user(staff_code, password, is_superuser=True, **fields)

    def get_by_natural_key(self, login: str):
        return self.get(staff_code__iexact=login)
