"""Quizzes, the sittings at them, and what people did to the marks."""

from quizzes.models.attempt import Attempt, AttemptEvent, ExtraAttempt, Response
from quizzes.models.correction import KeyCorrection, Marking, Override, Regrade
from quizzes.models.extra import ExtraTime
from quizzes.models.page import QuizItem, QuizPage

__all__ = [
    "Attempt",
    "AttemptEvent",
    "ExtraAttempt",
    "ExtraTime",
    "KeyCorrection",
    "Marking",
    "Override",
    "QuizItem",
    "QuizPage",
    "Regrade",
    "Response",
]
