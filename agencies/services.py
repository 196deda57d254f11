"""Verbs that keep the tree of agencies true in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.models import Agency, AgencyAncestry, AgencyPeriod, Kind, Membership

COMMITTEES = {Kind.DISTRICT, Kind.WARD, Kind.COMMUNE, Kind.TOWNSHIP, Kind.SPECIAL_ZONE}

REBUILD = """
WITH RECURSIVE up AS (
    SELECT agency_id AS descendant_id, agency_id AS ancestor_id, period, 0 AS depth
      FROM agencies_agencyperiod
    UNION ALL
    SELECT up.descendant_id, p.parent_id, up.period * p.period, up.depth + 1
      FROM up
      JOIN agencies_agencyperiod p
        ON p.agency_id = up.ancestor_id AND p.period && up.period
     WHERE p.parent_id IS NOT NULL AND up.depth < 20
)
INSERT INTO agencies_agencyancestry (descendant_id, ancestor_id, period)
SELECT descendant_id, ancestor_id, unnest(range_agg(period))
  FROM up
 GROUP BY descendant_id, ancestor_id
"""


@transaction.atomic
def rebuild_ancestry() -> int:
    """Derive who stands under whom, and when, from the periods; return the rows written."""
    AgencyAncestry.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(REBUILD)
        return cursor.rowcount


@dataclass(frozen=True)
class Posting:
    """Where a person works on a day, in the words of that day."""

    agency_id: int
    position: str
    agency_title: str


def agency_title(period: AgencyPeriod, parent: AgencyPeriod | None) -> str:
    """The unit as papers name it: "UBND xã Suối Rao, huyện Châu Đức"."""
    name = period.name
    if period.kind in COMMITTEES:
        name = f"UBND {name[0].lower()}{name[1:]}"
    if parent is not None and parent.kind == Kind.DISTRICT:
        name = f"{name}, {parent.name[0].lower()}{parent.name[1:]}"
    return name


def agency_named_on(*, user: User, at: datetime) -> Posting | None:
    """The person's main post on that day; None for one without a unit."""
    day = timezone.localdate(at)
    membership = Membership.objects.on(day).main().filter(user=user).first()
    if membership is None:
        return None
    period = AgencyPeriod.objects.on(day).filter(agency=membership.agency_id).first()
    if period is None:
        return Posting(membership.agency_id, membership.position, "")
    parent = AgencyPeriod.objects.on(day).filter(agency=period.parent_id).first()
    return Posting(membership.agency_id, membership.position, agency_title(period, parent))


def find_agency(code: str) -> Agency:
    """The agency of a code; raises Agency.DoesNotExist with a sentence."""
    try:
        return Agency.objects.get(code=code)
    except Agency.DoesNotExist as error:
        raise Agency.DoesNotExist(_("Không có đơn vị mã %(code)s.") % {"code": code}) from error
