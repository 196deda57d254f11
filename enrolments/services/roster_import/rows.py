"""One planned row against one person."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import User
from enrolments.services.roster_import.verdicts import Planned, iso

PERSONAL = ("full_name", "birth_on", "email", "phone")


def as_seen(row: Planned, person: Any) -> bool:
    """Whether the person still is what the preview compared the row with."""
    now = {
        "full_name": person.full_name,
        "birth_on": iso(person.birth_on),
        "email": person.email,
        "phone": person.phone,
        "position": person.position,
        "agency": person.agency_id,
    }
    return all(row.before.get(name) == value for name, value in now.items())


def says_more(row: Planned) -> bool:
    return any(row.after.get(k) and row.after[k] != row.before.get(k) for k in PERSONAL)


def filled(user: User, row: Planned) -> User:
    for name in PERSONAL:
        if value := row.after.get(name):
            setattr(
                user, name, date.fromisoformat(value) if name == "birth_on" else value
            )
    return user
