"""Units and people in words by which a coordinator chooses among them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from agencies.directory import Entry as Unit
from enrolments.rosters.matching import Person


def unit_words(unit: Unit) -> str:
    above = f", {unit.parent_name}" if unit.parent_name else ""
    return f"{unit.name}{above} ({unit.code})"


def person_words(person: Person, names: Mapping[int, str]) -> str:
    """Enough to tell two of one name apart, and no more: the year, not the day."""
    parts = [
        person.full_name,
        person.staff_code,
        _("sinh năm %(year)s") % {"year": person.birth_on.year}
        if person.birth_on
        else _("chưa rõ năm sinh"),
        person.position,
        names.get(person.agency_id, _("chưa thuộc đơn vị nào")),
    ]
    return _("Là người này: %(person)s") % {"person": " · ".join(filter(None, parts))}
