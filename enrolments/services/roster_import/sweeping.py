"""Rosters that were cut short, and those whose personal data is no longer needed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from accounts.queueing import ask_workers
from enrolments.models import RosterImport
from enrolments.services.roster_import.uploads import discard_upload

State = RosterImport.State
SILENT_FOR = timedelta(minutes=2)
KEPT_FOR = timedelta(days=30)  # as long as an import can be undone


def queue(task: str, roster: RosterImport) -> None:
    """Ask a worker once this is committed; the sweep is the guarantee."""
    ask_workers(task, [str(roster.uid)])


def stuck(*, at: datetime) -> QuerySet[RosterImport]:
    """At work, but nothing was written for minutes: the worker or the broker is gone."""
    return RosterImport.objects.filter(
        state__in=[State.APPLYING, State.UNDOING], changed_at__lt=at - SILENT_FOR
    )


@transaction.atomic
def forget_old(*, at: datetime) -> int:
    """Drop file, plan and undo of rosters a month old; who imported what when stays."""
    old = RosterImport.objects.filter(created_at__lt=at - KEPT_FOR).exclude(
        stored_name=""
    )
    rows = list(
        old.exclude(state__in=[State.APPLYING, State.UNDOING]).select_for_update()
    )
    for row in rows:
        discard_upload(row)
        row.stored_name, row.plan, row.undo, row.decisions = "", [], [], {}
        row.result.pop("asides", None)  # who signed the list
        row.save(update_fields=["stored_name", "plan", "undo", "decisions", "result"])
    return len(rows)
