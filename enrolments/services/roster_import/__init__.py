"""An office's roster from upload to undo: each step a verb that may be called twice."""

from enrolments.services.roster_import.applying import apply_portion, start_applying
from enrolments.services.roster_import.correcting import (
    Correction,
    NotCorrectableError,
    correct_row,
    correct_rows,
    person_in_reach,
)
from enrolments.services.roster_import.planner import Planner
from enrolments.services.roster_import.planning import StaleRosterError, plan_import
from enrolments.services.roster_import.undoing import start_undoing, undo_portion
from enrolments.services.roster_import.uploads import (
    discard_upload,
    keep_upload,
    read_upload,
)

__all__ = [
    "Correction",
    "NotCorrectableError",
    "Planner",
    "StaleRosterError",
    "apply_portion",
    "correct_row",
    "correct_rows",
    "discard_upload",
    "keep_upload",
    "person_in_reach",
    "plan_import",
    "read_upload",
    "start_applying",
    "start_undoing",
    "undo_portion",
]
