"""Verbs on who works where: one person moved, or a whole roster."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import save_people
from agencies.directory import UnknownAgencyError
from agencies.models import Agency, Membership
from agencies.services import Post, directory, place_members
from agencies.tables import ImportReport, RowError
from enrolments.models import TrainingClass
from enrolments.roster import Roster, RosterRow
from enrolments.services.enrolling import enrol_all

logger = logging.getLogger(__name__)

ADDRESSES = ("email", "phone")
Owners = dict[tuple[str, str], str]


@transaction.atomic
def move_member(
    *, user: User, agency: Agency, position: str, on: date, by: User | None = None
) -> Membership:
    """Make the agency the person's main place of work from that day on; return the row.

    The membership before ends the day before. Enrolments that are still open follow
    the person, for they ask where he or she works on the day; closed ones stay with
    the agency that answered. Safe twice. Raises ValueError for an agency that does not
    exist that day.
    """
    if not Agency.objects.existing(on).filter(pk=agency.pk).exists():
        raise ValueError(
            _("Đơn vị %(code)s không tồn tại vào ngày đó.") % {"code": agency.code}
        )
    if place_members(posts=[Post(user.pk, agency.pk, position)], on=on):
        logger.info(
            "member %s moved to %s by %s",
            user.uid,
            agency.code,
            by.uid if by else "a command",
        )
    return Membership.objects.on(on).main().get(user=user)


@transaction.atomic
def import_roster(
    *,
    roster: Roster,
    effective_on: date,
    at: datetime,
    partial: bool = False,
    training_class: TrainingClass | None = None,
) -> ImportReport:
    """Create, update and move the people of a roster; enrol them all if a class is named.

    Nothing is written while a row is refused, unless `partial`. A second time nothing
    changes. The report counts each good row once: as created, moved (another agency),
    updated or unchanged; `enrolled` counts new enrolments. Raises ClassClosedError.
    """
    lock_rosters()
    stored = people_by_code(roster.rows)
    check = Check(roster, effective_on, stored)
    report = ImportReport(errors=check.errors, extra={"moved": 0, "enrolled": 0})
    if check.errors and not partial:
        return report
    people = {row.key: stored.get(row.key) or User() for row in check.good}
    known = {user.pk for user in stored.values()}
    before = main_agencies(people.values(), on=effective_on)
    updated = fill_in(check.good, people)
    save_people(
        new=[user for user in people.values() if user.pk is None],
        changed=[user for user in people.values() if user.pk in updated],
    )
    updated |= place_members(posts=check.posts(people), on=effective_on)
    moved = before.items() - main_agencies(people.values(), on=effective_on).items()
    moved = {user for user, _agency in moved}
    report.created = len(people) - len(known & {user.pk for user in people.values()})
    report.extra["moved"] = len(moved)
    report.updated = len((updated & known) - moved)
    report.unchanged = len(people) - report.created - report.updated - len(moved)
    if training_class is not None:
        report.extra["enrolled"] = enrol_all(
            learners=list(people.values()), training_class=training_class, at=at
        )
    return report


def lock_rosters() -> None:
    """One roster at a time: two at once could create the same person twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('enrolments.roster'))")


def people_by_code(rows: Sequence[RosterRow]) -> dict[str, User]:
    people = User.objects.alias(key=Lower("staff_code"))
    found = people.filter(key__in=[row.staff_code.lower() for row in rows])
    found = found.order_by("pk").select_for_update(no_key=True)
    return {user.staff_code.casefold(): user for user in found}


def main_agencies(people: Sequence[User], *, on: date) -> dict[int, int]:
    """Where each person works on that day: user to agency."""
    rows = (
        Membership.objects.on(on).main().filter(user__in=[p.pk for p in people if p.pk])
    )
    return dict(rows.values_list("user", "agency"))


def fill_in(rows: Sequence[RosterRow], people: dict[str, User]) -> set[int]:
    """Set what the roster says; return the stored people whom that changes."""
    changed = set()
    for row in rows:
        user = people[row.key]
        said = {
            "full_name": row.full_name,
            "birth_on": row.birth_on,
            "email": row.email,
            "phone": row.phone,
        }
        said = {name: value for name, value in said.items() if value}
        if user.pk is None:
            user.staff_code = row.staff_code
        elif any(getattr(user, name) != value for name, value in said.items()):
            changed.add(user.pk)
        for name, value in said.items():
            setattr(user, name, value)
    return changed


@dataclass
class Check:
    """What the database says against the rows of a roster, and the rows that are good."""

    roster: Roster
    on: date
    stored: dict[str, User]
    good: list[RosterRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    agencies: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.directory = directory(on=self.on)
        self.errors += self.roster.errors
        for row in self.roster.bad_rows:
            self.refuse(row, self.agency_problems(row))
        self.good = self.roster.rows
        while self.sift():
            pass
        self.errors.sort(key=lambda error: error.row)

    def sift(self) -> bool:
        """Refuse rows; True when that may make others bad: a refused one gives up nothing."""
        owners = owners_of_addresses(self.good)
        before, self.good = self.good, []
        for row in before:
            found = [*self.agency_problems(row), *self.person_problems(row, owners)]
            self.refuse(row, found)
            if not found:
                self.good.append(row)
        return len(self.good) < len(before)

    def refuse(self, row: RosterRow, problems: Iterable[tuple[str, str]]) -> None:
        self.errors += [self.roster.error(row, *problem) for problem in problems]

    def agency_problems(self, row: RosterRow) -> Iterator[tuple[str, str]]:
        if not row.agency_code and not row.agency_name:
            return  # the reader has said so
        column = "agency_code" if row.agency_code else "agency_name"
        find = self.directory.by_code if row.agency_code else self.directory.by_name
        try:
            self.agencies[row.key] = find(getattr(row, column)).pk
        except UnknownAgencyError as error:
            yield column, str(error)

    def person_problems(
        self, row: RosterRow, owners: Owners
    ) -> Iterator[tuple[str, str]]:
        for column in ADDRESSES:
            value = getattr(row, column)
            if owners.get((column, value), row.key) != row.key:
                yield column, _("“%(value)s” là của một người khác.") % {"value": value}
        user = self.stored.get(row.key)
        if user is not None and user.erased_at is not None:
            yield "staff_code", _("Dữ liệu của người mang mã này đã được xóa.")

    def posts(self, people: dict[str, User]) -> list[Post]:
        return [
            Post(people[row.key].pk, self.agencies[row.key], row.position)
            for row in self.good
        ]


def owners_of_addresses(rows: Sequence[RosterRow]) -> Owners:
    """Who has an e-mail or phone of these rows and gets no other one by them."""
    given_up = {
        (column, row.key)
        for row in rows
        for column in ADDRESSES
        if getattr(row, column)
    }
    holders = User.objects.filter(
        Q(email__in=[row.email for row in rows if row.email])
        | Q(phone__in=[row.phone for row in rows if row.phone])
    )
    return {
        (column, holder[column]): holder["staff_code"].casefold()
        for holder in holders.values("staff_code", *ADDRESSES)
        for column in ADDRESSES
        if holder[column] and (column, holder["staff_code"].casefold()) not in given_up
    }
