"""The verbs of enrolments: the one door to write their rows."""

from enrolments.services.enrolling import ClassClosedError, enrol, enrol_all
from enrolments.services.rosters import import_roster, move_member

__all__ = ["ClassClosedError", "enrol", "enrol_all", "import_roster", "move_member"]
