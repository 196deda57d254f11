"""Taking a roster back, row by row, wherever nothing was built on it since."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services import save_people
from agencies.models import Membership
from agencies.services import posts_since, put_back_posts
from enrolments.models import Enrolment, RosterImport
from enrolments.services.roster_import.rows import PERSONAL
from enrolments.services.roster_import.sweeping import queue
from enrolments.services.roster_import.verdicts import iso
from enrolments.services.rosters import lock_rosters

PORTION = 200
State = RosterImport.State


@transaction.atomic
def start_undoing(*, roster: RosterImport, at: datetime) -> RosterImport:
    """Let an applied roster be taken back; a second click changes nothing."""
    locked = RosterImport.objects.select_for_update().get(pk=roster.pk)
    if locked.state in {State.APPLIED, State.FAILED} and locked.applied_at:
        locked.state, locked.done, locked.total = State.UNDOING, 0, len(locked.undo)
        locked.changed_at = at
        locked.result["kept"] = []
        locked.save()
        queue("enrolments.undo_roster", locked)
    return locked


@transaction.atomic
def undo_portion(*, uid: str, at: datetime) -> bool:
    """Take back the next rows; True while more are left. Safe twice and after a kill."""
    lock_rosters()
    roster = RosterImport.objects.select_for_update().filter(uid=uid).first()
    if roster is None or roster.state != State.UNDOING:
        return False
    entries = roster.undo[roster.done : roster.done + PORTION]
    roster.result["kept"] += Undo(roster, entries).take_back()
    roster.done += len(entries)
    roster.changed_at = at
    if roster.done >= roster.total:
        roster.state, roster.undone_at = State.UNDONE, at
    roster.save()
    return roster.state == State.UNDOING


class Undo:
    """Some rows of a roster on their way back."""

    def __init__(self, roster: RosterImport, entries: list[dict[str, Any]]) -> None:
        self.on, self.entries = roster.effective_on, entries
        self.kept: list[dict[str, Any]] = []

    def take_back(self) -> list[dict[str, Any]]:
        """Restore what can be; return what stays, each with the reason."""
        pks = [entry["user"] for entry in self.entries]
        locked = User.objects.filter(pk__in=pks).order_by("pk")
        self.users = {u.pk: u for u in locked.select_for_update(no_key=True)}
        self.now = posts_since(pks, on=self.on)
        free = [entry for entry in self.entries if self.is_untouched(entry)]
        created = [entry for entry in free if entry["created"]]
        known = [entry for entry in free if not entry["created"]]
        self.remove_all(created)
        self.restore(known)
        return self.kept

    def keep(self, entry: dict[str, Any], reason: str) -> None:
        self.kept.append({"row": entry["row"], "user": entry["user"], "reason": reason})

    def is_untouched(self, entry: dict[str, Any]) -> bool:
        user = self.users.get(entry["user"])
        if user is None:
            return False  # gone already
        now = {key: getattr(user, key) or "" for key in PERSONAL}
        now["birth_on"] = iso(user.birth_on)
        same = (
            now == entry["after"] and self.now.get(user.pk, []) == entry["posts_after"]
        )
        if not same:
            self.keep(entry, _("Đã được sửa hoặc chuyển đơn vị sau lần nhập này."))
        return same

    def remove_all(self, entries: list[dict[str, Any]]) -> None:
        """People who came with the roster go with it, unless they have begun."""
        fresh = []
        for entry in entries:
            if self.users[entry["user"]].last_login is not None:
                self.keep(entry, _("Đã đăng nhập nên tài khoản được giữ lại."))
            else:
                fresh.append(entry)
        if not self.removed(fresh):
            for entry in fresh:
                if not self.removed([entry]):
                    self.keep(entry, _("Đã có hoạt động học nên được giữ lại."))

    def removed(self, entries: list[dict[str, Any]]) -> bool:
        """Delete them all, or none where something rests on one of them."""
        pks = [entry["user"] for entry in entries]
        enrolled = [entry["enrolled"] for entry in entries if entry["enrolled"]]
        try:
            with transaction.atomic():
                Enrolment.objects.filter(pk__in=enrolled).delete()
                Membership.objects.filter(user__in=pks).delete()
                User.objects.filter(pk__in=pks).delete()
        except ProtectedError:
            return False
        return True

    def restore(self, entries: list[dict[str, Any]]) -> None:
        """Give people known before their data, posts and enrolments back."""
        changed = [e for e in entries if e["before"] != e["after"]]
        users = [with_data(self.users[e["user"]], e["before"]) for e in changed]
        save_people(new=[], changed=users)
        put_back_posts(
            posts={e["user"]: e["posts_before"] for e in entries}, on=self.on
        )
        reopen([pk for entry in entries for pk in entry["closed"]])
        for entry in entries:
            if entry["enrolled"] and not unenrolled(entry["enrolled"]):
                self.keep(entry, _("Đã học nên vẫn ở trong lớp."))


def unenrolled(pk: int) -> bool:
    try:
        with transaction.atomic():
            Enrolment.objects.filter(pk=pk).delete()
    except ProtectedError:
        return False
    return True


def reopen(pks: list[int]) -> None:
    closed = Enrolment.objects.filter(
        pk__in=pks, ended_reason=Enrolment.EndedReason.LEFT
    )
    closed.update(
        ended_at=None,
        ended_reason="",
        ended_by=None,
        ended_note="",
        answering_agency=None,
    )


def with_data(user: User, before: dict[str, str]) -> User:
    for name in PERSONAL:
        value = before[name]
        setattr(
            user,
            name,
            (date.fromisoformat(value) if value else None)
            if name == "birth_on"
            else value,
        )
    return user
