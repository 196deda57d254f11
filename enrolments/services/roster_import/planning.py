"""Reading a kept roster against what is stored: a verdict for every row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.workbooks import UnusableFileError
from enrolments.models import RosterImport
from enrolments.rosters.lines import read_sheet
from enrolments.services.roster_import.plans import as_json, keep_plan, whole_plan
from enrolments.services.roster_import.uploads import read_upload

State = RosterImport.State
PLANNABLE = {State.UPLOADED, State.PLANNED}


class StaleRosterError(ValueError):
    """Somebody changed it since the page was opened; the message says what to do."""


@transaction.atomic
def plan_import(
    *,
    roster: RosterImport,
    columns: Mapping[str, list[int]] | None = None,
    seen: int | None = None,
    at: datetime,
) -> RosterImport:
    """Say for each row what applying it would do; nothing of people is written.

    `columns` are those the coordinator corrected, `seen` the version he or she was
    looking at. What was decided about single rows holds on. Raises UnusableFileError,
    also when the roster was applied already, and StaleRosterError.
    """
    locked = RosterImport.objects.select_for_update().get(pk=roster.pk)
    if locked.state not in PLANNABLE:
        raise UnusableFileError(_("Danh sách này đã được áp dụng, không xem lại được."))
    if seen is not None and locked.result.get("read", 0) > seen:
        raise StaleRosterError(_("Các cột vừa được sửa ở nơi khác. Xem lại trước."))
    if columns is not None:
        locked.columns["fields"] = dict(columns)
    if not {"full_name", "given"} & {
        f for f, at in locked.columns["fields"].items() if at
    }:
        raise UnusableFileError(_("Chưa chọn cột họ và tên."))
    grid = read_upload(locked)
    sheet = read_sheet(
        grid.rows, first=locked.columns["first"], columns=locked.columns["fields"]
    )
    locked.version += 1
    locked.result = {
        "encoding": grid.encoding,
        "read": locked.version,
        "asides": [asdict(aside) for aside in sheet.asides],
    }
    keep_plan(locked, as_json(whole_plan(locked, sheet.lines)), at=at)
    return locked
