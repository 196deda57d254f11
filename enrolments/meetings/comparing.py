"""A paper beside what stands already, person by person."""

from __future__ import annotations

from collections.abc import Iterable

from enrolments.models import Attendance, AttendanceSheet, Enrolment


def compared(rows: Iterable[Enrolment], sheet: AttendanceSheet) -> list[Enrolment]:
    """Each person with what the paper says and what stands, in words."""
    words, people = dict(Attendance.Status.choices), list(rows)
    for row in people:
        row.said = sheet.rows[str(row.uid)]
        row.on_paper, row.standing = words[row.said], words.get(row.status, "–")
        row.differs = row.status is not None and row.status != row.said
    return people
