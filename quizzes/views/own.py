"""The attempt a request is about: the learner's own, or none."""

from __future__ import annotations

import logging
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone

from quizzes import services
from quizzes.models import Attempt
from quizzes.querysets import AttemptQuerySet

logger = logging.getLogger(__name__)


def own_attempt(
    request: HttpRequest, uid: UUID, attempts: AttemptQuerySet | None = None
) -> Attempt:
    """The learner's own attempt; anyone else's does not exist, and the try is logged.

    `attempts` reads more along with it than a running sitting needs.
    """
    if attempts is None:
        attempts = Attempt.objects.described()
    try:
        return attempts.by(request.user).get(uid=uid)
    except Attempt.DoesNotExist:
        logger.warning("attempt %s refused to user %s", uid, request.user.pk)
        raise Http404 from None


def own_running(
    request: HttpRequest, uid: UUID, attempts: AttemptQuerySet | None = None
) -> Attempt:
    """The same, submitted first when the clock has closed it."""
    attempt = own_attempt(request, uid, attempts)
    now = timezone.now()
    if attempt.is_open and attempt.is_over(at=now):
        services.submit_attempt(attempt=attempt, at=now, by=Attempt.ClosedBy.CLOCK)
        attempt.refresh_from_db(fields=["submitted_at", "score", "closed_by", "due_at"])
    return attempt
