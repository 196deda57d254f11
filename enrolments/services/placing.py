"""Finding a place for people whose unit has ended, and taking it back."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.queueing import ask_workers
from agencies.models import Agency, Membership
from agencies.services import Post, place_members, posts_since, put_back_posts
from agencies.services.people import lock_people
from agencies.services.posts import Posts

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Placed:
    """Who got a place where, with what was before and is now: enough to take it back."""

    agency: Agency
    on: date
    before: Posts
    after: Posts


@transaction.atomic
def place_people(
    *, users: Iterable[User], agency: Agency, on: date, by: User, at: datetime
) -> Placed:
    """Make the unit the main place of work of people without one, from that day on.

    They keep their position. Whom somebody else has placed meanwhile is left alone;
    safe twice. The classes of the unit follow once this is committed.
    """
    pks = sorted(user.pk for user in users)
    lock_people(pks)
    lost = Membership.objects.without_unit(timezone.localdate(at))
    rows = list(lost.filter(user__in=pks, ended_on__lte=on))
    pks = [row.user_id for row in rows]
    before = dict(posts_since(pks, on=on))
    posts = [Post(row.user_id, agency.pk, row.position) for row in rows]
    place_members(posts=posts, on=on)
    logger.info("%s people placed in %s by %s", len(rows), agency.code, by.uid)
    follow()
    return Placed(agency, on, before, dict(posts_since(pks, on=on)))


@transaction.atomic
def take_back(*, placed: Placed, by: User) -> list[int]:
    """Leave them without a unit again; return who stays, moved by somebody since."""
    lock_people(sorted(placed.after))
    now = posts_since(list(placed.after), on=placed.on)
    free = {u: rows for u, rows in placed.before.items() if now[u] == placed.after[u]}
    put_back_posts(posts=free, on=placed.on)
    logger.info("%s people taken back by %s", len(free), by.uid)
    follow()
    return sorted(placed.after.keys() - free.keys())


def follow() -> None:
    """Let the classes follow the people; the hourly sweep is the guarantee."""
    ask_workers("enrolments.apply_audiences", [])
