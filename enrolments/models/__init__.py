"""Training classes, who is in them, what they attend, and what is told to whom."""

from enrolments.models.classes import Audience, Enrolment, Extension, TrainingClass
from enrolments.models.meetings import Attendance, AttendanceSheet, Meeting
from enrolments.models.reminders import Holiday, Reminder, ReminderStep
from enrolments.models.rosters import RosterImport

__all__ = [
    "Attendance",
    "AttendanceSheet",
    "Audience",
    "Enrolment",
    "Extension",
    "Holiday",
    "Meeting",
    "Reminder",
    "ReminderStep",
    "RosterImport",
    "TrainingClass",
]
