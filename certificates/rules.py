"""Which paper is given again, and as what. No database, no clock.

Circular 03/2023/TT-BNV, Articles 5.3 and 5.4: a chứng chỉ is issued once; when lost or
damaged, a giấy chứng nhận hoàn thành khóa học of equal use takes its place, and that
one may be issued again. A short course's giấy chứng nhận follows its course's setting.
An error of the issuer is put right on any of them.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

WORKING_DAYS = 5  # from the request; Article 5.4, and the default of a short course
ERROR = "error"  # the cause that is the issuer's own
ATTESTATION, CERTIFICATE, COMPLETION = "attestation", "certificate", "completion"


def is_reissued(kind: str, facts: Mapping[str, Any]) -> bool:
    """Whether a paper of that kind is issued again when it is lost or damaged."""
    by_course = facts.get("rules", {}).get("reissues", True)
    return kind == COMPLETION or (kind == ATTESTATION and by_course)


def is_answered(kind: str, facts: Mapping[str, Any], cause: str) -> bool:
    """Whether another paper is given at all for that cause.

    An error of the issuer is put right on any; a lost or damaged chứng chỉ has a giấy
    chứng nhận hoàn thành khóa học take its place.
    """
    return cause == ERROR or kind == CERTIFICATE or is_reissued(kind, facts)


def days_allowed(kind: str, facts: Mapping[str, Any]) -> int:
    """Working days from the request to the new paper."""
    set_by_course = facts.get("rules", {}).get("days", WORKING_DAYS)
    return set_by_course if kind == ATTESTATION else WORKING_DAYS


def months_later(day: date, months: int) -> date:
    """The same day so many months on; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def lasting(facts: Mapping[str, Any], issued_on: date) -> dict[str, str]:
    """Until when an award is valid, where its course says so; nothing where it does not."""
    months = facts.get("rules", {}).get("months")
    if not months:
        return {}
    return {"valid_until": months_later(issued_on, months).isoformat()}
