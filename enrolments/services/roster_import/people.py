"""Whom a roster of a unit may speak of, and who stands outside of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.db.models.functions import Lower

from accounts.models import User
from agencies.models import Agency, AgencyAncestry, Membership
from enrolments.rosters.entries import Entry
from enrolments.rosters.matching import Person


def units_within(agency: Agency, *, on: date) -> set[int]:
    """The unit and all below it on that day."""
    rows = AgencyAncestry.objects.on(on).filter(ancestor=agency)
    return set(rows.values_list("descendant", flat=True))


def known_people(
    entries: Iterable[Entry], units: set[int], *, on: date
) -> list[Person]:
    """The people of the units, and those named by a code or an address; two queries."""
    rows = list(entries)
    codes = [entry.staff_code.lower() for entry in rows if entry.staff_code]
    emails = [entry.email for entry in rows if entry.email]
    phones = [entry.phone for entry in rows if entry.phone]
    here = Membership.objects.on(on).main().filter(agency__in=units)
    people = User.objects.alias(code=Lower("staff_code")).filter(
        Q(pk__in=here.values("user"))
        | Q(code__in=codes)
        | Q(email__in=emails)
        | Q(phone__in=phones),
        erased_at=None,
    )
    return described(people, on=on)


def described(people: Iterable[User], *, on: date) -> list[Person]:
    """The people with where they work that day, as rosters compare them."""
    users = list(people)
    posts = Membership.objects.on(on).main().filter(user__in=users)
    at = {post.user_id: post for post in posts}
    return [person_of(user, at.get(user.pk)) for user in users]


def person_of(user: User, post: Membership | None) -> Person:
    return Person(
        pk=user.pk,
        staff_code=user.staff_code,
        full_name=user.full_name,
        birth_on=user.birth_on,
        email=user.email or "",
        phone=user.phone or "",
        agency_id=post.agency_id if post else None,
        position=post.position if post else "",
        is_active=user.is_active,
    )
