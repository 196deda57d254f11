"""What calendars hold of a class and its meetings, and how they know of a change."""

import secrets

from django.db import models
from django.utils import timezone


def new_token() -> str:
    """An address that nobody guesses: 32 random octets."""
    return secrets.token_urlsafe(32)


class InCalendars(models.Model):
    """Something that stands in people's calendars, with how often it was changed.

    The database itself counts, whoever writes (migration 0006): a calendar program takes
    a change only when the number is higher than the one it knows (RFC 5545, SEQUENCE).
    """

    calendar_revision = models.PositiveIntegerField(default=0, editable=False)
    calendar_changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True
