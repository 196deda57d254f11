"""A row beside the person it means: what it says, what it would change, who is in its way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from enrolments.rosters.entries import Entry
from enrolments.rosters.matching import Person, Register
from enrolments.services.roster_import.verdicts import Planned, Verdict, iso

DASH = re.compile(r"\s*[-‐‑–—]\s*")


def said_by(entry: Entry) -> dict[str, Any]:
    """What the row says, without what it is silent about."""
    said = {
        "full_name": entry.full_name,
        "birth_on": iso(entry.birth_on),
        "email": entry.email,
        "phone": entry.phone,
        "position": entry.position,
    }
    return {name: value for name, value in said.items() if value}


def before(person: Person, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "full_name": person.full_name,
        "birth_on": iso(person.birth_on),
        "email": person.email,
        "phone": person.phone,
        "position": person.position,
        "unit": names.get(person.agency_id, ""),
        "agency": person.agency_id,
    }


def other_owner(entry: Entry, person: Person | None, register: Register) -> str:
    """An address that somebody else has already."""
    for value, owners in (
        (entry.email, register.by_email),
        (entry.phone, register.by_phone),
    ):
        owner = owners.get(value) if value else None
        if owner and (person is None or owner.pk != person.pk):
            return _("“%(value)s” là của một người khác.") % {"value": value}
    return ""


def same_words(typed: str, kept: str) -> bool:
    """Whether two texts differ in capitals, spaces and kinds of dash at most.

    Offices type "Văn phòng - Thống kê" where the register has the longer dash.
    """

    def bare(text: str) -> str:
        return " ".join(DASH.sub(" - ", text).casefold().split())

    return bare(typed) == bare(kept)


def met(planned: Planned, person: Person, names: Mapping[int, str]) -> Planned:
    """The row beside the person it means, and what it would change."""
    if planned.staff_code and not same_code(planned.staff_code, person.staff_code):
        planned.reasons.append(_("Giữ mã đang có; mã trong dòng không dùng."))
    planned.staff_code = person.staff_code
    planned.before = before(person, names)
    if same_words(planned.after.get("position", ""), person.position):
        planned.after["position"] = person.position
    planned.after.setdefault("position", person.position)
    planned.verdict = verdict(planned, person)
    return planned


def nameless(planned: Planned, person: Person, *, is_chosen: bool) -> Planned:
    """A row with a code and no name is that person; nothing tells a mistyped code.

    So it may confirm the person, and change something only once it was chosen by hand.
    """
    planned.full_name = person.full_name
    if planned.verdict in {Verdict.MOVED, Verdict.CHANGED} and not is_chosen:
        planned.verdict = Verdict.DOUBTFUL
        planned.reasons.insert(
            0,
            _(
                "Dòng không có họ tên; mã %(code)s là của %(name)s. Có đúng người này không?"
            )
            % {"code": person.staff_code, "name": person.full_name},
        )
    else:
        planned.reasons.append(_("Dòng không có họ tên: nhận ra theo mã cán bộ."))
    return planned


def unnamed(entry: Entry) -> str:
    return _(
        "Thiếu họ tên, và không có ai trong phạm vi của danh sách mang mã %(code)s."
    ) % {"code": entry.staff_code}


def same_code(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def verdict(planned: Planned, person: Person) -> Verdict:
    if not person.is_active:
        planned.reasons.insert(
            0, _("Tài khoản đang bị khóa: người quản trị mở lại trước.")
        )
        return Verdict.REFUSED
    if person.agency_id != planned.agency:
        return Verdict.MOVED
    return Verdict.CHANGED if planned.changes else Verdict.UNCHANGED
