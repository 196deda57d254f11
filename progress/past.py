"""Classes a learner has behind him or her, each with its result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate
from enrolments.meetings.presence import Presence
from enrolments.models import Enrolment, TrainingClass
from progress.conditions import Outcome, outcome_of

WORDS = {
    Outcome.PASSED: _("Đạt"),
    Outcome.FAILED: _("Hoàn thành, chưa đạt"),
    Outcome.ABSENT: _("Không được công nhận: dự buổi học chưa đủ"),
}
LEFT_EARLY = {
    Enrolment.EndedReason.LEFT,
    Enrolment.EndedReason.WITHDRAWN,
    Enrolment.EndedReason.EXEMPT,
}


@dataclass(frozen=True)
class Past:
    """An enrolment that is over: the class has closed, or the learner left it."""

    enrolment: Enrolment
    presence: Presence
    paper: Certificate | None

    @property
    def group(self) -> TrainingClass:
        return self.enrolment.training_class

    @property
    def ended_at(self) -> datetime:
        """When the class closed, or the learner left before."""
        row = self.enrolment
        if self._left_early or row.training_class.closed_at is None:
            return row.ended_at
        return row.training_class.closed_at

    @property
    def outcome(self) -> Outcome:
        return outcome_of(self.enrolment, self.presence)

    @property
    def has_passed(self) -> bool:
        return self.outcome == Outcome.PASSED and not self._left_early

    @property
    def _left_early(self) -> bool:
        return self.enrolment.ended_reason in LEFT_EARLY

    @property
    def said(self) -> str:
        """The result in a word or two; of who left, why."""
        if not self._left_early and self.outcome in WORDS:
            return str(WORDS[self.outcome])
        reason = self.enrolment.ended_reason or Enrolment.EndedReason.NOT_FINISHED
        return str(Enrolment.EndedReason(reason).label)
