"""What came of a course for a learner; pure."""

from __future__ import annotations

from enum import StrEnum

from enrolments.meetings.presence import Presence
from enrolments.models import Enrolment


class Outcome(StrEnum):
    """The result of a course for a learner; passed only when every condition is met."""

    OPEN = "open"
    FAILED = "failed"  # finished, a mark too low
    WAITING = "waiting"  # learned and tested, was not yet at enough meetings
    ABSENT = "absent"  # the same, and the class has closed
    PASSED = "passed"


def outcome_of(enrolment: Enrolment, presence: Presence) -> Outcome:
    if enrolment.completed_at is None:
        return Outcome.OPEN
    if enrolment.passed_at is None:
        return Outcome.FAILED
    if presence.is_met:
        return Outcome.PASSED
    return Outcome.ABSENT if presence.is_closed else Outcome.WAITING
