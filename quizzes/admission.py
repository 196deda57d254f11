"""Whether another sitting may begin now, and the sentence that says why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.formats import vdatetime
from quizzes.counting import Counted, Sat, counted

if TYPE_CHECKING:
    from enrolments.models import Enrolment
    from quizzes.models import Attempt, QuizPage


@dataclass(frozen=True)
class Standing:
    """A learner's sittings at a quiz against its rules, at one moment.

    `past` in the order sat; `extra` are sittings given on top of the rule.
    """

    quiz: QuizPage
    past: Sequence[Attempt]
    extra: int
    at: datetime

    @property
    def submitted(self) -> list[Attempt]:
        return [attempt for attempt in self.past if not attempt.is_open]

    @property
    def sats(self) -> list[Sat]:
        return [Sat(a.score, a.max_score, a.pass_mark) for a in self.submitted]

    @property
    def result(self) -> Counted | None:
        """What stands by the rule of the quiz; None while nothing is marked."""
        return counted(self.quiz.counting, self.sats)

    @property
    def has_passed(self) -> bool:
        return self.result is not None and self.result.has_passed

    @property
    def left(self) -> int | None:
        """Sittings left; None where the rule sets no limit."""
        allowed = self.quiz.sittings_allowed
        return (
            None if allowed is None else max(0, allowed + self.extra - len(self.past))
        )

    @property
    def is_closed(self) -> bool:
        return self.quiz.closes_at is not None and self.at >= self.quiz.closes_at

    @property
    def opens_again_at(self) -> datetime | None:
        """When the wait after the last sitting is over; None when it is already."""
        if not self.submitted or not self.quiz.wait_minutes:
            return None
        wait = timedelta(minutes=self.quiz.wait_minutes)
        until = self.submitted[-1].submitted_at + wait
        return until if self.at < until else None

    @property
    def refusal(self) -> str:
        """Why no new sitting may begin, in a sentence; empty when one may."""
        return self._by_result() or self._by_clock()

    def _by_result(self) -> str:
        if self.has_passed:
            return _("Anh/chị đã đạt bài này, không cần làm lại.")
        if any(attempt.waits_for_marks for attempt in self.past):
            return _("Bài đã nộp đang chờ chấm. Có kết quả rồi mới làm lại được.")
        if self.left == 0:
            return _("Anh/chị đã dùng hết số lần được làm bài này.")
        return ""

    def _by_clock(self) -> str:
        opens_at = self.quiz.opens_at
        if opens_at and self.at < opens_at:
            return _("Bài mở lúc %(at)s.") % {"at": vdatetime(opens_at)}
        if self.is_closed:
            closed = vdatetime(self.quiz.closes_at)
            return _("Bài đã đóng lúc %(at)s.") % {"at": closed}
        if again := self.opens_again_at:
            return _("Lần làm tiếp theo mở lúc %(at)s.") % {"at": vdatetime(again)}
        return ""


def standing_of(*, enrolment: Enrolment, quiz: QuizPage, at: datetime) -> Standing:
    """The learner's sittings against the rules; extra ones are asked for if they matter."""
    past = list(quiz.attempts.of(enrolment, quiz))
    allowed = quiz.sittings_allowed
    extra = 0
    if allowed is not None and len(past) >= allowed:
        extra = quiz.extra_attempts.filter(enrolment=enrolment).count()
    return Standing(quiz=quiz, past=past, extra=extra, at=at)
