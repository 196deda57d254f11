"""Who may sit a quiz: enrolled in its course, and the quiz is open for them."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from enrolments.models import Enrolment
from progress.learning import NotAllowed, learning_for
from quizzes.models import QuizPage


def enrolment_to_sit(*, learner: User, quiz: QuizPage, at: datetime) -> Enrolment:
    """The enrolment under which the learner sits the quiz.

    Raises NotAllowed, with a sentence for the learner.
    """
    learning = learning_for(learner, quiz, at)
    if learning is None or learning.enrolment is None:
        raise NotAllowed(_("Anh/chị chưa được ghi danh vào lớp của khóa học này."))
    if learning.is_locked(quiz):
        raise NotAllowed(_("Bài kiểm tra mở khi học xong các mục bắt buộc đứng trước."))
    return learning.enrolment
