"""Verbs on who works where, and in what words papers name it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.days import Days
from agencies.directory import Directory, Entry
from agencies.models import Agency, AgencyPeriod, AgencyRole, Kind, Membership
from agencies.services.heirs import Heirs
from agencies.services.role_days import refusal_of

COMMITTEES = {Kind.DISTRICT, Kind.WARD, Kind.COMMUNE, Kind.TOWNSHIP, Kind.SPECIAL_ZONE}


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
    return agencies_named_on(users=[user.pk], day=day).get(user.pk)


def agencies_named_on(*, users: Sequence[int], day: date) -> dict[int, Posting]:
    """The main posts of many on a day; who has no unit is not in it."""
    rows = list(Membership.objects.on(day).main().filter(user__in=users))
    if not rows:
        return {}
    periods = AgencyPeriod.objects.on(day)
    units = {row.agency_id for row in rows}
    own = periods.filter(agency__in=units)
    known = periods.filter(Q(agency__in=units) | Q(agency__in=own.values("parent")))
    by_agency = {period.agency_id: period for period in known}
    return {row.user_id: _posting(row, by_agency) for row in rows}


def _posting(row: Membership, known: dict[int, AgencyPeriod]) -> Posting:
    period = known.get(row.agency_id)
    if period is None:
        return Posting(row.agency_id, row.position, "")
    title = agency_title(period, known.get(period.parent_id))
    return Posting(row.agency_id, row.position, title)


def directory(*, on: date, within: QuerySet | None = None) -> Directory:
    """The agencies of a day, to be found by code or by name; only those `within`."""
    periods = AgencyPeriod.objects.on(on)
    if within is not None:
        periods = periods.filter(agency__in=within)
    rows = list(periods.values_list("agency", "agency__code", "name", "parent"))
    names = {agency: name for agency, _code, name, _parent in rows}
    return Directory(
        Entry(agency, code, name, names.get(parent, ""))
        for agency, code, name, parent in rows
    )


@dataclass(frozen=True)
class Post:
    """Where a person is to work; an empty position keeps the one held there."""

    user_id: int
    agency_id: int
    position: str = ""


@dataclass
class Changes:
    """The membership rows that a set of posts takes away, shortens and adds."""

    gone: list[int] = field(default_factory=list)
    shortened: list[Membership] = field(default_factory=list)
    added: list[Membership] = field(default_factory=list)

    def write(self) -> None:
        """Store them; room is made before what is added comes."""
        Membership.objects.filter(pk__in=self.gone).delete()
        Membership.objects.bulk_update(self.shortened, ["period"], batch_size=1000)
        Membership.objects.bulk_create(self.added, batch_size=1000)


@transaction.atomic
def place_members(*, posts: Sequence[Post], on: date) -> set[int]:
    """Make each post the person's main place of work from that day on.

    What was before ends the day before; a main membership that begins later stands. Who
    comes, entered late, to a unit that has been merged since, follows it there.
    Returns the people for whom something changed. Safe twice; concurrent calls wait
    for each other person by person, in one order.
    """
    wanted = {post.user_id: post for post in posts}
    lock_people(wanted)
    rows = defaultdict(list)
    for row in Membership.objects.since(on).filter(user__in=wanted).order_by("period"):
        rows[row.user_id].append(row)
    changes = Changes()
    heirs = Heirs.where_any_ends(post.agency_id for post in wanted.values())
    for post in wanted.values():
        place(post, rows[post.user_id], on, changes, heirs)
    changes.write()
    return {row.user_id for row in changes.added}


def lock_people(pks: Sequence[int] | dict[int, Post]) -> None:
    """Hold the people's rows, in order of key, until the transaction ends."""
    rows = User.objects.filter(pk__in=pks).order_by("pk").select_for_update(no_key=True)
    list(rows.values_list("pk"))


def place(
    post: Post,
    rows: list[Membership],
    on: date,
    changes: Changes,
    heirs: Heirs | None,
) -> None:
    """Work out one person's changes; `rows` are those that end on that day or later."""
    mains = [row for row in rows if row.is_main]
    now = next((row for row in mains if Days.of(row.period).has(on)), None)
    later = next((row for row in mains if row is not now), None)
    position, after = post.position, later.period.lower if later else None
    if now and now.agency_id == post.agency_id:
        position, after = position or now.position, now.period.upper
        if position == now.position:
            return
    new = Days(on, after)
    stays = heirs.stays(post.agency_id, new) if heirs else [(post.agency_id, new)]
    for row in rows:
        unit, days = row.agency_id, Days.of(row.period)
        met = [stay for at, stay in stays if at == unit and stay.common(days)]
        if row is now or met:
            end(row, on if row is now else met[0].first, changes)
    changes.added += [
        Membership(
            user_id=post.user_id,
            agency_id=unit,
            position=position,
            period=days.range(),
        )
        for unit, days in stays
    ]


def end(row: Membership, on: date, changes: Changes) -> None:
    """The day before is the membership's last one; one that began later never was."""
    first = row.period.lower
    if first is not None and first >= on:
        changes.gone.append(row.pk)
    else:
        row.period = Days(first, on).range()
        changes.shortened.append(row)


@transaction.atomic
def grant_role(
    *,
    user: User,
    agency: Agency,
    role: AgencyRole.Role,
    since: date,
    until: date | None = None,
    by: User | None = None,
) -> AgencyRole:
    """Let a person act for an agency and all below it from a day through another.

    Days on which the same role is already held are joined with the new ones. Raises
    ValueError for an agency that does not exist on the first day.
    """
    if not AgencyPeriod.objects.on(since).filter(agency=agency).exists():
        raise ValueError(
            _("Đơn vị %(code)s không tồn tại vào ngày đó.") % {"code": agency.code}
        )
    lock_people([user.pk])
    days = Days.through(since, until)
    end_delegations_of(user=user, agency=agency, role=role, days=days)
    held = AgencyRole.objects.filter(user=user, agency=agency, role=role)
    held = held.filter(delegated_from=None)
    touching = list(held.filter(period__overlap=days.range()).order_by("period"))
    if len(touching) == 1 and Days.of(touching[0].period).common(days) == days:
        return touching[0]
    for row in touching:
        days = days.spanning(Days.of(row.period))
    return joined_role(touching, days) or AgencyRole.objects.create(
        user=user, agency=agency, role=role, period=days.range(), granted_by=by
    )


def joined_role(rows: Sequence[AgencyRole], days: Days) -> AgencyRole | None:
    """The first of the rows with these days, and with what the others had delegated."""
    if not rows:
        return None
    first, *others = rows
    for row in others:
        row.delegations.update(delegated_from=first)
        row.delete()
    first.period = days.range()
    first.save(update_fields=["period"])
    return first


def end_delegations_of(
    *, user: User, agency: Agency, role: AgencyRole.Role, days: Days
) -> None:
    """Whoever gets a role of his or her own no longer stands in for another's."""
    rows = AgencyRole.objects.filter(user=user, agency=agency, role=role)
    for row in rows.exclude(delegated_from=None).filter(period__overlap=days.range()):
        cut_to(row, Days(None, days.first))


def cut_to(row: AgencyRole, days: Days) -> None:
    """Keep of a delegation what lies within these days; none left is no row."""
    kept = Days.of(row.period).common(days)
    if kept is None:
        row.delete()
    elif kept != Days.of(row.period):
        row.period = kept.range()
        row.save(update_fields=["period"])


@transaction.atomic
def change_last_day(*, role: AgencyRole, until: date | None) -> AgencyRole:
    """Let a role end with that day, or go on without end. Safe twice.

    What it delegated ends with it. Raises ValueError for a day before the role's first
    one, for a delegation beyond the role it comes from, and for days on which a
    delegation and a role of one's own would meet.
    """
    lock_people([role.user_id])
    first = role.period.lower
    if until is not None and first is not None and until < first:
        raise ValueError(_("Ngày cuối đứng trước ngày đầu."))
    days = Days.through(first, until)
    if refusal := refusal_of(role, days):
        raise ValueError(refusal)
    same = AgencyRole.objects.filter(
        user=role.user_id, agency=role.agency_id, role=role.role, delegated_from=None
    )
    others = list(same.exclude(pk=role.pk).filter(period__overlap=days.range()))
    for row in others:
        days = days.spanning(Days.of(row.period))
    joined_role([role, *others], days)
    for row in role.delegations.all():
        cut_to(row, days)
    return role
