"""The meetings of a learner's class with his or her own marks, and whether they suffice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from enrolments.models import Attendance, Enrolment, Meeting

Status = Attendance.Status


@dataclass(frozen=True)
class OwnMeeting:
    """A meeting as one learner of the class sees it."""

    meeting: Meeting
    mark: Attendance | None
    is_over: bool

    @property
    def counts(self) -> bool:
        """Who is excused from a meeting is judged by the others."""
        is_excused = self.mark is not None and self.mark.status == Status.EXCUSED
        return self.meeting.cancelled_at is None and not is_excused

    @property
    def is_attended(self) -> bool:
        """What a list or a scan says before the end is not taken away any more."""
        return (
            self.counts and self.mark is not None and self.mark.status == Status.PRESENT
        )


@dataclass(frozen=True)
class Presence:
    """How often a learner came, against the per cent that the class demands.

    While the class is open all its meetings count, also those to come: so nobody is told
    to have been there often enough before that is sure. Once it has closed, those held.
    """

    rows: list[OwnMeeting]
    minimum: int  # per cent of the meetings; 0 asks for none
    is_closed: bool

    @property
    def planned(self) -> int:
        return sum(row.counts for row in self.rows)

    @property
    def present(self) -> int:
        return sum(row.is_attended for row in self.rows)

    @property
    def needed(self) -> int:
        """Meetings, rounded up: 75% of five is four."""
        return -(-self.minimum * self.planned // 100)

    @property
    def is_met(self) -> bool:
        is_known = self.is_closed or any(
            row.meeting.cancelled_at is None for row in self.rows
        )
        return not self.minimum or (is_known and self.present >= self.needed)

    @property
    def said(self) -> str:
        """Đã dự 3/5 buổi, cần 4."""
        words = {"present": self.present, "all": self.planned, "needed": self.needed}
        if not self.rows and not self.is_closed:
            least = _("Dự từ %(least)s%% số buổi học; lớp chưa có lịch")
            return least % {"least": self.minimum}
        if not self.minimum:
            return _("Đã dự %(present)s/%(all)s buổi") % words
        return _("Đã dự %(present)s/%(all)s buổi, cần %(needed)s") % words


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
                OwnMeeting(one, marks.get((row.pk, one.pk)), is_over=one.ends_at <= at)
                for one in meetings
                if one.training_class_id == row.training_class_id
            ],
        )
        for row in rows
    }


def presence_of(row: Enrolment, own: list[OwnMeeting]) -> Presence:
    group = row.training_class
    if group.closed_at is not None:
        own = [one for one in own if one.meeting.ends_at <= group.closed_at]
    return Presence(own, group.attendance_minimum, group.closed_at is not None)
