"""The units of 21/11/2022 and the invented people who work in them."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import transaction

from accounts.models import User
from agencies.models import Agency, AgencyPeriod, Membership
from lms.demo.staff import Person, Unit, headcounts, staff_of

DAY = date(2022, 11, 21)
PROVINCE = "BRVT"


def load_agencies(curriculum: Path) -> None:
    """The 118 units of the day; once they are there they are left alone."""
    if Agency.objects.filter(code=PROVINCE).exists():
        return
    call_command(
        "import_agencies",
        str(curriculum / "province" / "agencies.csv"),
        parents=curriculum / "province" / "agency_parents.csv",
        as_at=DAY,
        under=PROVINCE,
        stdout=StringIO(),
    )


def load_indicators(curriculum: Path) -> None:
    """What the province's own report says of its service; see docs/sources.md."""
    path = curriculum / "province" / "indicators.csv"
    call_command("import_indicators", str(path), stdout=StringIO())


def load_holidays(curriculum: Path) -> None:
    """Days on which nobody is reminded."""
    call_command("import_holidays", str(curriculum / "holidays.csv"), stdout=StringIO())


def read_units() -> list[Unit]:
    """The units as they stood on the demo's day, in the order of their codes."""
    periods = (
        AgencyPeriod.objects.on(DAY)
        .filter(agency__above__ancestor__code=PROVINCE)
        .select_related("agency", "parent")
        .distinct()
    )
    units = [
        Unit(p.agency_id, p.agency.code, p.kind, p.parent.code if p.parent else "")
        for p in periods
    ]
    return sorted(units, key=lambda unit: unit.code)


@transaction.atomic
def load_staff(*, trainees: int, first: Person) -> None:
    """Invented people over the units, `trainees` in all; `first` takes a place.

    Done once: when `first` has an account, nothing is added.
    """
    if User.objects.filter(staff_code=first.staff_code).exists():
        return
    units = read_units()
    counts = headcounts(units, trainees)
    people = [first]
    for unit in units:
        own = staff_of(unit, counts.get(unit.code, 0))
        people += own[1:] if unit.code == first.unit.code else own
    add_people(people)


def add_people(people: list[Person]) -> None:
    """Rows for new people and where they work; none of them can log in yet."""
    users = [_user(person) for person in people]
    User.objects.bulk_create(users)
    Membership.objects.bulk_create(
        Membership(
            user=user,
            agency_id=person.unit.pk,
            position=person.position,
            period=(person.since, None),
        )
        for user, person in zip(users, people, strict=True)
    )


def _user(person: Person) -> User:
    user = User(
        staff_code=person.staff_code,
        full_name=person.full_name,
        email=person.email,
        birth_on=person.birth_on,
        password=make_password(None),
    )
    user.normalise()  # bulk_create does not call save()
    return user
