"""Verbs on people."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import User

ROSTER_FIELDS = ["full_name", "sort_key", "search_text", "email", "phone", "birth_on"]


@transaction.atomic
def save_people(*, new: Sequence[User], changed: Sequence[User]) -> None:
    """Store many people with few queries; the new ones cannot log in yet.

    No password is hashed: an unusable one costs nothing. Of `changed` only what a
    roster says is written. An address that goes from one person to another in the
    same call is let go first, so that it is never twice.
    """
    for user in [*new, *changed]:
        user.normalise()
    for user in new:
        user.password = make_password(None)
    if changed:
        people = User.objects.filter(pk__in=[user.pk for user in changed])
        people.update(email=None, phone=None)
        User.objects.bulk_update(changed, ROSTER_FIELDS, batch_size=1000)
    User.objects.bulk_create(new, batch_size=1000)
