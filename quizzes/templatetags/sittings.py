"""What the learner's desk tells about quizzes."""

from __future__ import annotations

from django import template
from django.db.models import QuerySet

from accounts.models import User
from quizzes.models import Attempt

register = template.Library()


@register.simple_tag
def running_attempts(learner: User) -> QuerySet[Attempt]:
    """The sittings a learner left open, the one with the least time first."""
    running = Attempt.objects.by(learner).open().select_related("quiz")
    return running.only("uid", "due_at", "quiz__title").order_by("due_at", "pk")
