"""Whom a roster of a unit may speak of, and who stands outside of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from accounts.collation import given_name_key
from accounts.models import User
from agencies.models import Agency, AgencyAncestry, Membership
from enrolments.rosters.entries import Entry
from enrolments.rosters.matching import Person


def units_within(agency: Agency, *, on: date) -> set[int]:
    """The unit and all below it on that day."""
    rows = AgencyAncestry.objects.on(on).filter(ancestor=agency)
    return set(rows.values_list("descendant", flat=True))


def known_people(
    entries: Iterable[Entry], units: set[int], *, on: date, chosen: Iterable[int] = ()
) -> list[Person]:
    """The people of the units, and those named by a code or an address; two queries.

    `chosen` are those whom somebody chose by hand.
    """
    here = Q(pk__in=working_in(units, on=on))
    return described(users(here | named_in(entries) | Q(pk__in=chosen)), on=on)


def people_for(
    entry: Entry, units: set[int], *, on: date, chosen: Iterable[int] = ()
) -> list[Person]:
    """Of those people the ones whom this row alone may mean.

    Who shares a name, whatever the place of its tones, shares the letters of the given
    name, by which people are sorted.
    """
    here = Q(
        pk__in=working_in(units, on=on),
        sort_key__startswith=given_name_key(entry.full_name),
    )
    wanted = named_in([entry]) | Q(pk__in=chosen)
    return described(users(wanted | here if entry.full_name else wanted), on=on)


def working_in(units: set[int], *, on: date) -> QuerySet:
    return Membership.objects.on(on).main().filter(agency__in=units).values("user")


def named_in(entries: Iterable[Entry]) -> Q:
    """Whose code or address stands in a row."""
    rows = list(entries)
    return (
        Q(code__in=[entry.staff_code.lower() for entry in rows if entry.staff_code])
        | Q(email__in=[entry.email for entry in rows if entry.email])
        | Q(phone__in=[entry.phone for entry in rows if entry.phone])
    )


def users(wanted: Q) -> QuerySet[User]:
    people = User.objects.alias(code=Lower("staff_code"))
    return people.filter(wanted, erased_at=None)


def described(people: Iterable[User], *, on: date) -> list[Person]:
    """The people with where they work that day, as rosters compare them."""
    found = list(people)
    posts = Membership.objects.on(on).main().filter(user__in=found)
    at = {post.user_id: post for post in posts}
    return [person_of(user, at.get(user.pk)) for user in found]


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
        uid=str(user.uid),
    )
