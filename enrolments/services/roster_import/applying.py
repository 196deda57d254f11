"""Doing what a roster's plan says, in portions that each stand or fall whole."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from enrolments.coordinating import coordinates
from enrolments.models import RosterImport
from enrolments.services.enrolling import refuse_closed
from enrolments.services.roster_import.planning import StaleRosterError
from enrolments.services.roster_import.portions import Portion
from enrolments.services.roster_import.sweeping import queue
from enrolments.services.roster_import.verdicts import Planned
from enrolments.services.rosters import lock_rosters

PORTION = 500
State = RosterImport.State


@transaction.atomic
def start_applying(
    *, roster: RosterImport, seen: int | None = None, at: datetime
) -> RosterImport:
    """Let a looked-at plan be applied; a second click changes nothing.

    `seen` is the version that was looked at. Raises ClassClosedError, and
    StaleRosterError where rows were put right since.
    """
    locked = RosterImport.objects.select_for_update().get(pk=roster.pk)
    if locked.state != State.PLANNED:
        return locked
    if seen is not None and locked.version > seen:
        raise StaleRosterError(
            _("Danh sách vừa được sửa ở nơi khác. Xem lại rồi bấm nhập lần nữa.")
        )
    if locked.training_class is not None:
        refuse_closed(locked.training_class)
    locked.state, locked.done, locked.undo = State.APPLYING, 0, []
    locked.changed_at = locked.applied_at = at
    locked.save()
    queue("enrolments.apply_roster", locked)
    return locked


@transaction.atomic
def apply_portion(*, uid: str, at: datetime) -> bool:
    """Apply the next rows; True while more are left. Safe twice and after a kill.

    The place reached is stored with what was done, so that no row is done twice.
    """
    lock_rosters()
    roster = RosterImport.objects.select_for_update().filter(uid=uid).first()
    if roster is None or roster.state != State.APPLYING:
        return False
    today = timezone.localdate(at)
    if not coordinates(
        roster.owner, roster.agency, today=today, on=roster.effective_on
    ):
        roster.state = State.FAILED
        roster.error = _(
            "Anh/chị không còn điều phối đơn vị này nên việc nhập dừng lại."
        )
        roster.save(update_fields=["state", "error"])
        return False
    rows = [Planned(**row) for row in roster.plan[roster.done : roster.done + PORTION]]
    portion = Portion(roster, rows, at)
    portion.apply()
    roster.plan[roster.done : roster.done + PORTION] = [row.as_json() for row in rows]
    roster.undo += portion.undo
    roster.done += len(rows)
    roster.changed_at = at
    if roster.done >= roster.total:
        roster.state = State.APPLIED
    roster.save()
    return roster.state == State.APPLYING
