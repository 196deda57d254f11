"""The verbs of a quiz: start, save, submit, finish."""

from quizzes.services.events import record_event
from quizzes.services.extend import Extended, give_extra_time
from quizzes.services.finish import (
    give_extra_attempt,
    settle_finished,
    settle_quiz,
    settle_used_up,
)
from quizzes.services.save import (
    Given,
    Saved,
    SaveState,
    close_response,
    pass_by,
    save_answer,
    save_answers,
)
from quizzes.services.start import start_attempt
from quizzes.services.submit import submit_attempt, submit_overdue

__all__ = [
    "Extended",
    "Given",
    "SaveState",
    "Saved",
    "close_response",
    "give_extra_attempt",
    "give_extra_time",
    "pass_by",
    "record_event",
    "save_answer",
    "save_answers",
    "settle_finished",
    "settle_quiz",
    "settle_used_up",
    "start_attempt",
    "submit_attempt",
    "submit_overdue",
]
