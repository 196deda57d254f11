"""Staff codes for people whose office has none: the unit's code and a running number."""

from __future__ import annotations

import re
from collections import defaultdict

from django.db.models import Q

from accounts.models import User
from agencies.models import Agency
from enrolments.services.roster_import.verdicts import Planned

CODED = re.compile(r"-(\d{4,})$")


def issue_codes(rows: list[Planned]) -> None:
    """Give each row without a code the next one of its unit: BRVT-750-0001.

    The caller holds the rosters' lock, so that no two get the same.
    """
    missing = [row for row in rows if not row.staff_code]
    units = dict(
        Agency.objects.filter(pk__in={row.agency for row in missing}).values_list(
            "pk", "code"
        )
    )
    last = last_numbers(set(units.values()))
    for row in missing:
        code = units[row.agency]
        last[code] += 1
        row.staff_code = f"{code}-{last[code]:04d}"


def last_numbers(codes: set[str]) -> dict[str, int]:
    """The highest running number given under each unit's code."""
    query = Q(pk=None)
    for code in codes:
        query |= Q(staff_code__startswith=f"{code}-")
    found: dict[str, int] = defaultdict(int)
    for staff_code in User.objects.filter(query).values_list("staff_code", flat=True):
        number = CODED.search(staff_code)
        unit = staff_code[: number.start()] if number else ""
        if unit in codes:
            found[unit] = max(found[unit], int(number[1]))
    return found
