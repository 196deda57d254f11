"""Reads of attempts and of what was asked in them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from accounts.models import User
    from enrolments.models import Enrolment
    from quizzes.models import QuizPage


def grace() -> timedelta:
    """How long after the deadline an answer that was on its way still counts."""
    return timedelta(seconds=getattr(settings, "QUIZ_GRACE_SECONDS", 30))


class AttemptQuerySet(models.QuerySet):
    def of(self, enrolment: Enrolment, quiz: QuizPage) -> Self:
        return self.filter(enrolment=enrolment, quiz=quiz).order_by("number")

    def by(self, learner: User) -> Self:
        return self.filter(enrolment__learner=learner)

    def open(self) -> Self:
        return self.filter(submitted_at=None)

    def overdue(self, *, at: datetime) -> Self:
        """Open ones whose time, with the grace, is over."""
        return self.open().filter(due_at__lte=at - grace())


class ResponseQuerySet(models.QuerySet):
    def outlined(self) -> Self:
        """Enough for the navigator: without definitions and answers."""
        return self.annotate(
            is_answered=models.ExpressionWrapper(
                models.Q(answer__isnull=False), output_field=models.BooleanField()
            )
        ).only("uid", "position", "is_flagged", "attempt_id")

    def titled(self) -> Self:
        """The navigator's rows with the question's words, for the review."""
        words = models.F("definition__text")
        return self.outlined().annotate(text=words)
