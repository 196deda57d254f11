"""What becomes of the people of units that end, and of the roles held there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from agencies.days import Days
from agencies.models import Agency, AgencyRole, Membership
from agencies.services.heirs import Heirs, Stay
from agencies.services.people import Changes, cut_to, end, lock_people


@dataclass
class Resettled:
    """Who moved, who has no unit any more, and which roles ended."""

    moved: set[int] = field(default_factory=set)
    homeless: list[Membership] = field(default_factory=list)
    roles: list[AgencyRole] = field(default_factory=list)


def resettle(*, ended: Sequence[Agency], day: date, today: date) -> Resettled:
    """Move people on to the one successor of their unit, with their position and days.

    Those who came after that day, before it was entered, move too, and who has left
    since stays gone. Roles do not move: they end.
    """
    mains = Membership.objects.since(day).main().filter(agency__in=ended)
    lock_people(list(mains.values_list("user", flat=True)))
    rows = list(mains.select_related("user", "agency").order_by("user__sort_key", "pk"))
    sides = defaultdict(list)
    own = Membership.objects.since(day).filter(user__in={row.user_id for row in rows})
    for row in own.filter(is_main=False):
        sides[row.user_id, row.agency_id].append(row)
    heirs, changes, result = Heirs.recorded(), Changes(), Resettled()
    for row in rows:
        days = Days.of(row.period).common(Days(day, None))
        stays, settled = heirs.way_on(row.agency_id, days)
        if not settled and (days.after is None or days.after > max(day, today)):
            result.homeless.append(row)
        if stays:
            result.moved.add(row.user_id)
            make_room(row, stays, sides, changes)
            move_on(row, stays, day, changes)
    changes.write()
    result.roles = end_roles(agencies=ended, day=day, today=today)
    return result


def move_on(
    row: Membership, stays: Sequence[Stay], day: date, changes: Changes
) -> None:
    end(row, day, changes)
    changes.added += [post(row, unit, days) for unit, days in stays]


def post(row: Membership, unit: int, days: Days) -> Membership:
    """The same post at a unit, in these days."""
    return Membership(
        user_id=row.user_id,
        agency_id=unit,
        position=row.position,
        period=days.range(),
        is_main=row.is_main,
    )


def make_room(
    row: Membership,
    stays: Sequence[Stay],
    sides: Mapping[tuple[int, int], list[Membership]],
    changes: Changes,
) -> None:
    """Nobody has two posts at one unit: the main one stands in place of a side post."""
    for unit, days in stays:
        for side in sides.get((row.user_id, unit), ()):
            if side.pk in changes.gone or not days.common(Days.of(side.period)):
                continue
            changes.gone.append(side.pk)
            left = Days.of(side.period).without([days])
            changes.added += [post(side, unit, piece) for piece in left]


def end_roles(
    *, agencies: Sequence[Agency], day: date, today: date
) -> list[AgencyRole]:
    """End the roles held at units that end; return them. None passes to a successor.

    The merged unit has more people than the old one: who may see them is for somebody
    to decide. A role given since that day, before the end was entered, was used: it
    ends today, on record. One that would only begin later never was.
    """
    rows = AgencyRole.objects.since(day).filter(agency__in=agencies)
    lock_people(list(rows.values_list("user", flat=True)))
    found = list(rows.select_related("user", "agency", "delegated_from__user"))
    for row in (row for row in found if row.delegated_from_id is None):
        first = row.period.lower
        kept = Days(None, day if first is None or first < day else today)
        for one in row.delegations.all():
            cut_to(one, kept)
        cut_to(row, kept)
    return sorted(found, key=lambda row: (row.agency.code, row.user.sort_key))
