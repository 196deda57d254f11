"""What a learner's course demands, which of it is met, and what that makes together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from enrolments.meetings.presence import Presence
from enrolments.models import Enrolment

if TYPE_CHECKING:
    from progress.learning import Learning


class Outcome(StrEnum):
    """The result of a course for a learner; passed only when every condition is met."""

    OPEN = "open"
    FAILED = "failed"  # finished, a mark too low
    WAITING = "waiting"  # learned and tested, was not yet at enough meetings
    ABSENT = "absent"  # the same, and the class has closed
    PASSED = "passed"


@dataclass(frozen=True)
class Condition:
    """One thing that is asked for, in words, and whether it is there."""

    said: str
    is_met: bool


@dataclass(frozen=True)
class Conditions:
    """A learner's course against its rule."""

    learning: Learning
    presence: Presence

    @property
    def needs_meetings(self) -> bool:
        return bool(self.presence.minimum)

    @cached_property
    def outcome(self) -> Outcome:
        return outcome_of(self.learning.enrolment, self.presence)

    @cached_property
    def rows(self) -> list[Condition]:
        learning, enrolment = self.learning, self.learning.enrolment
        is_through = enrolment.completed_at is not None or learning.is_finished
        items = _("Học hết %(total)s mục bắt buộc") % {"total": learning.total}
        mark = _("Mỗi bài kiểm tra từ %(mark)s%% số điểm") % {
            "mark": learning.course.minimum_mark
        }
        found = [
            Condition(items, is_through),
            Condition(mark, enrolment.passed_at is not None),
        ]
        if self.needs_meetings:
            found.append(Condition(self.presence.said, self.presence.is_met))
        return found


def outcome_of(enrolment: Enrolment, presence: Presence) -> Outcome:
    if enrolment.completed_at is None:
        return Outcome.OPEN
    if enrolment.passed_at is None:
        return Outcome.FAILED
    if presence.is_met:
        return Outcome.PASSED
    return Outcome.ABSENT if presence.is_closed else Outcome.WAITING


def judge(learnings: Iterable[Learning], found: Mapping[int, Presence]) -> None:
    """Give each its `conditions`; `found` by enrolment, as `presences` reads them."""
    for learning in learnings:
        own = found[learning.enrolment.pk]
        learning.conditions = Conditions(learning, own)
