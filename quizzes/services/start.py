"""Beginning a sitting."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from random import Random

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from enrolments.models import Enrolment
from progress.learning import NotAllowed
from quizzes.admission import standing_of
from quizzes.feedback import checks_each
from quizzes.models import Attempt, QuizPage, Response
from quizzes.papers import draw_paper, freeze_paper
from quizzes.services.submit import submit_attempt


def start_attempt(
    *,
    enrolment: Enrolment,
    quiz: QuizPage,
    at: datetime,
    has_pledged: bool = False,
    seed: int | None = None,
) -> Attempt:
    """Begin a sitting, or go on with the one that is open.

    Draws and freezes the questions; what is edited later changes nothing in it.
    Raises NotAllowed, with a sentence for the learner, when none may be started.

    No lock: that one sitting is open, and its number, are constraints of the database.
    """
    standing = standing_of(enrolment=enrolment, quiz=quiz, at=at)
    if standing.past and standing.past[-1].is_open:
        current = standing.past[-1]
        if not current.is_over(at=at):
            return current
        current = submit_attempt(attempt=current, at=at, by=Attempt.ClosedBy.CLOCK)
        if current.is_open:  # it was given more time in between
            return current
        standing = standing_of(enrolment=enrolment, quiz=quiz, at=at)
    _check_class(enrolment, at=at)
    if standing.refusal:
        raise NotAllowed(standing.refusal)
    number = len(standing.past) + 1
    pledged_at = at if has_pledged else None
    try:
        with transaction.atomic():
            return _begin(
                Attempt(
                    enrolment=enrolment,
                    quiz=quiz,
                    number=number,
                    started_at=at,
                    pledged_at=pledged_at,
                    seed=secrets.randbits(62) if seed is None else seed,
                )
            )
    except IntegrityError:  # another click was faster
        current = Attempt.objects.of(enrolment, quiz).open().first()
        if current is None:
            raise
        return current


def _check_class(enrolment: Enrolment, *, at: datetime) -> None:
    group = enrolment.training_class
    is_withdrawn = enrolment.ended_reason not in ("", Enrolment.EndedReason.COMPLETED)
    if is_withdrawn or not group.is_open(on=timezone.localdate(at)):
        raise NotAllowed(_("Lớp không mở cho anh/chị vào lúc này."))


def _begin(attempt: Attempt) -> Attempt:
    """Draw, freeze and write the sitting."""
    quiz, enrolment = attempt.quiz, attempt.enrolment
    drawn = draw_paper(
        learner=enrolment.learner,
        quiz=quiz,
        on=timezone.localdate(attempt.started_at),
        rng=Random(attempt.seed),  # noqa: S311
    )
    if not drawn:
        raise NotAllowed(_("Bài này chưa có câu hỏi. Hãy báo giảng viên của khóa học."))
    attempt.due_at = deadline(
        quiz=quiz, learner=enrolment.learner, at=attempt.started_at
    )
    # A course may ask for more than the quiz does: passing means both.
    course = enrolment.training_class.course
    attempt.pass_mark = max(quiz.pass_mark, course.minimum_mark)
    attempt.max_score = sum(line.points for line in drawn)
    # What is edited while it runs moves no page and closes no answer.
    attempt.per_page = quiz.per_page
    attempt.is_forward_only = quiz.is_forward_only
    attempt.checks_each = checks_each(quiz)
    attempt.save(force_insert=True)
    Response.objects.lay(freeze_paper(attempt=attempt, quiz=quiz, drawn=drawn))
    return attempt


def deadline(*, quiz: QuizPage, learner: User, at: datetime) -> datetime | None:
    """The end of the time limit, longer for who has an allowance; the closing at most."""
    ends = [quiz.closes_at] if quiz.closes_at else []
    if quiz.time_limit_minutes is not None:
        limit = timedelta(minutes=quiz.time_limit_minutes)
        ends.append(at + limit * learner.time_allowance / 100)
    return min(ends, default=None)
