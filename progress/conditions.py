"""What a learner's course demands, which of it is met, and what that makes together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from enrolments.meetings.presence import Presence
from progress.outcomes import Outcome, outcome_of

if TYPE_CHECKING:
    from progress.learning import Learning


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


def judge(learnings: Iterable[Learning], found: Mapping[int, Presence]) -> None:
    """Give each its `conditions`; `found` by enrolment, as `presences` reads them."""
    for learning in learnings:
        own = found[learning.enrolment.pk]
        learning.conditions = Conditions(learning, own)
