"""Who a row means among the people known: by code, address, or name and birthday; pure.

Nothing is guessed: where two people fit, or one fits only half, the row is doubtful and
says what would decide it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.collation import spelling_key
from accounts.formats import vdate
from enrolments.rosters.entries import Entry


@dataclass(frozen=True)
class Person:
    """Somebody stored, with where he or she works on the day."""

    pk: int
    staff_code: str
    full_name: str
    birth_on: date | None
    email: str
    phone: str
    agency_id: int | None
    position: str = ""
    is_active: bool = True
    uid: str = ""


class Match(NamedTuple):
    """The person meant, or None for somebody new; a doubt when that is not certain.

    `candidates` are those among whom only somebody who knows them can choose.
    """

    person: Person | None
    doubt: str = ""
    candidates: tuple[Person, ...] = ()


class Register:
    """The people a roster may speak of, to be found in four ways.

    By name are found only those who work somewhere: whoever is known merely because
    another row has his or her code must not make this one doubtful.
    """

    def __init__(self, people: Iterable[Person]) -> None:
        self.by_code: dict[str, Person] = {}
        self.by_email: dict[str, Person] = {}
        self.by_phone: dict[str, Person] = {}
        self.by_name: dict[str, list[Person]] = defaultdict(list)
        for person in people:
            self.by_code[person.staff_code.casefold()] = person
            if person.email:
                self.by_email[person.email.casefold()] = person
            if person.phone:
                self.by_phone[person.phone] = person
            if person.agency_id is not None:
                self.by_name[spelling_key(person.full_name)].append(person)

    def find(self, entry: Entry, agency_id: int, twins: Sequence[int]) -> Match:
        """`twins`: the other rows of the file that nothing tells from this one."""
        if entry.staff_code:
            return self.with_code(entry, agency_id)
        return (
            self.with_address(entry)
            or self.with_birthday(entry)
            or self.with_name(entry, agency_id, twins)
        )

    def settled(self, entry: Entry, person: Person | None) -> Match:
        """Whom somebody who knows them chose; a code that is another's stays a doubt."""
        holder = self.by_code.get(entry.staff_code.casefold())
        if holder is not None and (person is None or holder.pk != person.pk):
            return Match(None, held_by(holder), (holder,))
        return Match(person)

    def with_code(self, entry: Entry, agency_id: int) -> Match:
        person = self.by_code.get(entry.staff_code.casefold())
        if person is not None:
            return Match(person, self.stranger(entry, person), (person,))
        for other in self.named(entry):
            if same_day(entry, other) and other.agency_id == agency_id:
                return Match(
                    None,
                    _(
                        "Trùng họ tên và ngày sinh với %(code)s: một người hay hai người?"
                    )
                    % {"code": other.staff_code},
                    (other,),
                )
        return Match(None)

    def stranger(self, entry: Entry, person: Person) -> str:
        """A code that belongs to somebody of another name and another birthday."""
        if spelling_key(entry.full_name) == spelling_key(person.full_name):
            return ""
        if entry.birth_on and person.birth_on and entry.birth_on == person.birth_on:
            return ""
        return held_by(person)

    def with_address(self, entry: Entry) -> Match | None:
        person = self.by_email.get(entry.email) or self.by_phone.get(entry.phone)
        if person is None:
            return None
        if spelling_key(entry.full_name) == spelling_key(person.full_name):
            return Match(person)
        return Match(
            None,
            _("Thư điện tử hoặc điện thoại đang là của %(name)s (%(code)s).")
            % {"name": person.full_name, "code": person.staff_code},
            (person,),
        )

    def with_birthday(self, entry: Entry) -> Match | None:
        found = [p for p in self.named(entry) if same_day(entry, p)]
        if not found:
            return None
        return Match(found[0]) if len(found) == 1 else several(found)

    def with_name(self, entry: Entry, agency_id: int, twins: Sequence[int]) -> Match:
        """By name alone, and only where nobody else of that name could be meant."""
        here = [p for p in self.named(entry) if p.agency_id == agency_id]
        open_ones = [p for p in here if not (p.birth_on and entry.birth_on)]
        if here and not open_ones:
            return Match(None, other_birthday(here[0]), tuple(here))
        if twins:
            return Match(None, alike(twins), tuple(open_ones))
        if len(open_ones) > 1:
            return several(open_ones)
        if open_ones:
            return Match(open_ones[0])
        elsewhere = self.named(entry)
        if elsewhere and not entry.birth_on:
            return Match(
                None,
                _(
                    "Có người cùng họ tên ở đơn vị khác: chuyển đến hay người mới? Ghi thêm ngày sinh hoặc mã cán bộ."
                ),
                tuple(elsewhere),
            )
        return Match(None)

    def named(self, entry: Entry) -> list[Person]:
        return self.by_name.get(spelling_key(entry.full_name), [])


def same_day(entry: Entry, person: Person) -> bool:
    return entry.birth_on is not None and entry.birth_on == person.birth_on


def held_by(person: Person) -> str:
    return _("Mã %(code)s đang là của %(name)s.") % {
        "code": person.staff_code,
        "name": person.full_name,
    }


def several(people: list[Person]) -> Match:
    codes = ", ".join(sorted(person.staff_code for person in people))
    doubt = _("Có %(count)s người như vậy (%(codes)s): ghi mã cán bộ.") % {
        "count": len(people),
        "codes": codes,
    }
    return Match(None, doubt, tuple(people))


def other_birthday(person: Person) -> str:
    return _(
        "Đơn vị đã có %(code)s cùng họ tên, sinh ngày %(day)s: sửa ngày sinh hay người mới? "
        "Ghi mã cán bộ."
    ) % {"code": person.staff_code, "day": vdate(person.birth_on)}


def alike(rows: Sequence[int]) -> str:
    return _(
        "Giống dòng %(rows)s, không có gì phân biệt: một người hay hai người? "
        "Ghi mã cán bộ, hoặc bỏ qua một dòng."
    ) % {"rows": ", ".join(map(str, rows))}
