"""Reads of a learner's meetings and marks, for all of his or her classes at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from enrolments.meetings.presence import OwnMeeting, Presence
from enrolments.models import Attendance, Enrolment, Meeting


def presences(enrolments: Iterable[Enrolment], *, at: datetime) -> dict[int, Presence]:
    """By enrolment, in two reads whatever their number; the meetings by date."""
    rows = list(enrolments)
    groups = {row.training_class_id for row in rows}
    marks = {
        (mark.enrolment_id, mark.meeting_id): mark
        for mark in Attendance.objects.filter(enrolment__in=rows)
    }
    meetings = Meeting.objects.filter(training_class__in=groups)
    meetings = list(meetings.select_related("training_class"))
    return {
        row.pk: presence_of(
            row,
            [
                as_seen(one, marks.get((row.pk, one.pk)), at)
                for one in meetings
                if one.training_class_id == row.training_class_id
            ],
        )
        for row in rows
    }


def as_seen(meeting: Meeting, mark: Attendance | None, at: datetime) -> OwnMeeting:
    return OwnMeeting(meeting, mark, meeting.starts_at <= at, meeting.ends_at <= at)


def presence_of(row: Enrolment, own: list[OwnMeeting]) -> Presence:
    group = row.training_class
    if group.closed_at is not None:
        own = [one for one in own if one.meeting.ends_at <= group.closed_at]
    return Presence(own, group.attendance_minimum, group.closed_at is not None)
