"""Ending what people do, keeping what they did, and putting it back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db import transaction

from agencies.days import Days
from agencies.models import Membership
from agencies.services.people import Changes, end, lock_people


@transaction.atomic
def end_posts(*, users: Sequence[int], on: date) -> None:
    """The day before is the last one of whatever these people do anywhere."""
    lock_people(users)
    changes = Changes()
    for row in Membership.objects.on(on).filter(user__in=users):
        end(row, on, changes)
    changes.write()


Posts = dict[int, list[list]]


def posts_since(users: Sequence[int], *, on: date) -> Posts:
    """The memberships that hold on that day or later, plain enough to be kept as JSON."""
    found: Posts = defaultdict(list)
    rows = Membership.objects.since(on).filter(user__in=users)
    for row in rows.order_by("user", "period", "agency"):
        days = [day.isoformat() if day else None for day in Days.of(row.period)]
        found[row.user_id].append([row.agency_id, row.position, *days, row.is_main])
    return found


@transaction.atomic
def put_back_posts(*, posts: Posts, on: date) -> None:
    """Make the memberships from that day on what `posts_since` once said they were."""
    lock_people(posts)
    wanted = [
        Membership(
            user_id=user,
            agency_id=agency,
            position=position,
            period=Days(*(date.fromisoformat(d) if d else None for d in days)).range(),
            is_main=is_main,
        )
        for user, rows in posts.items()
        for agency, position, *days, is_main in rows
    ]
    Membership.objects.since(on).filter(user__in=posts).delete()
    # What was cut short that day is put back whole.
    firsts = {(row.user_id, row.agency_id, row.period.lower) for row in wanted}
    cut = Membership.objects.filter(user__in=posts, period__endswith=on)
    gone = [m.pk for m in cut if (m.user_id, m.agency_id, m.period.lower) in firsts]
    Membership.objects.filter(pk__in=gone).delete()
    Membership.objects.bulk_create(wanted, batch_size=1000)
