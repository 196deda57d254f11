"""Writing down that a quiz is finished, by the rule of which sitting counts."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from enrolments.models import Enrolment
from progress.models import Completion
from progress.services import Result, record_completion
from quizzes.admission import standing_of
from quizzes.counting import deciding, is_finished
from quizzes.models import Attempt, ExtraAttempt, QuizPage


@transaction.atomic(savepoint=False)  # what fails here fails the submission
def settle_quiz(
    *, enrolment: Enrolment, quiz: QuizPage, at: datetime, occasion: str = ""
) -> Completion | None:
    """Record the result that counts, once it finishes the quiz; else None.

    Asked after every submission and after whatever changes a score. Holds the
    enrolment, so that two changes at once each see the other. The occasion is the
    sitting that decided, unless another one (a correction) is named; safe twice.

    A fail is never written over a pass that stands, whose key was corrected since:
    a person takes it back (`marks.settling.withdraw_pass`) or nobody does.
    """
    Enrolment.objects.select_for_update(of=("self",)).only("pk").get(pk=enrolment.pk)
    standing = standing_of(enrolment=enrolment, quiz=quiz, at=at)
    is_last = standing.left == 0 or standing.is_closed
    is_running = len(standing.past) > len(standing.submitted)
    rule = quiz.counting
    if not is_finished(rule, standing.sats, is_last=is_last and not is_running):
        return None
    result = standing.result
    if not result.has_passed and _stands_passed(enrolment, quiz):
        return None
    decided = deciding(rule, standing.submitted)
    return record_completion(
        enrolment=enrolment,
        activity=quiz,
        occasion=occasion or str(decided.uid),
        result=Result(result.score, result.max_score, result.has_passed),
        at=at,
        seconds=decided.seconds,
    )


def _stands_passed(enrolment: Enrolment, quiz: QuizPage) -> bool:
    recorded = Completion.objects.standing().filter(
        enrolment=enrolment, activity=quiz, passed=True
    )
    return recorded.exists()


def settle_finished(*, quiz: QuizPage, at: datetime) -> int:
    """Finish the quiz for those whom its changed rules leave nothing to sit.

    After a publish: a lowered limit or another rule of counting may end it for people
    who sit nothing any more. What was recorded stays as it is. Returns how many.
    """
    return _settle(Attempt.objects.filter(quiz=quiz).unrecorded(), at=at)


def settle_used_up(*, at: datetime) -> int:
    """The same for all quizzes, where no sitting is left or the quiz has closed."""
    return _settle(Attempt.objects.used_up(at=at).unrecorded(), at=at)


def _settle(attempts, *, at: datetime) -> int:
    """Each learner in a transaction of their own."""
    last = {
        (a.enrolment_id, a.quiz_id): a
        for a in attempts.select_related("enrolment", "quiz").order_by("number")
    }
    return sum(
        settle_quiz(enrolment=a.enrolment, quiz=a.quiz, at=at) is not None
        for a in last.values()
    )


def give_extra_attempt(
    *, enrolment: Enrolment, quiz: QuizPage, by: User, reason: str, at: datetime
) -> ExtraAttempt:
    """Let a learner sit once more than the rule allows.

    A result already recorded stands until the new sitting is submitted.
    Raises ValidationError without a reason, or where the rule sets no limit.
    """
    if not reason.strip():
        raise ValidationError(_("Ghi lý do cho làm thêm."))
    if quiz.sittings_allowed is None:
        raise ValidationError(_("Bài này không giới hạn số lần làm."))
    return ExtraAttempt.objects.create(
        enrolment=enrolment, quiz=quiz, reason=reason.strip(), given_by=by, given_at=at
    )
