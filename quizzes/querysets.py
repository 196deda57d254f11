"""Reads of attempts and of what was asked in them, and the one conditional write."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections, models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from progress.models import Completion

if TYPE_CHECKING:
    from accounts.models import User
    from enrolments.models import Enrolment
    from quizzes.models import QuizPage, Response
    from quizzes.services import Given


def grace() -> timedelta:
    """How long after the deadline an answer that was on its way still counts."""
    return timedelta(seconds=settings.QUIZ_GRACE_SECONDS)


# What a running sitting needs of its quiz.
TOLD = (
    *("title", "is_exam", "attempts_allowed"),
    *("shows_key", "shows_marks", "shows_explanation", "shows_source"),
)


class AttemptQuerySet(models.QuerySet):
    def of(self, enrolment: Enrolment, quiz: QuizPage) -> Self:
        return self.filter(enrolment=enrolment, quiz=quiz).order_by("number")

    def by(self, learner: User) -> Self:
        return self.filter(enrolment__learner=learner)

    def open(self) -> Self:
        return self.filter(submitted_at=None)

    def described(self) -> Self:
        """With the little of quiz and course that every page of a sitting tells.

        Read on each request of an examination: whole pages of the tree, with a dozen
        joins, were a third of the request.
        """
        return self.select_related("quiz", "enrolment__training_class__course").only(
            *(field.name for field in self.model._meta.concrete_fields),
            *(f"quiz__{name}" for name in TOLD),
            "enrolment__training_class__code",
            "enrolment__training_class__course__title",
        )

    def with_namesakes(self) -> Self:
        """Annotate `has_namesake`: the learner has the course in another class too."""
        others = apps.get_model("enrolments", "Enrolment").objects.taking_part()
        same = others.filter(
            learner=OuterRef("enrolment__learner"),
            training_class__course=OuterRef("enrolment__training_class__course"),
        ).exclude(pk=OuterRef("enrolment"))
        return self.annotate(has_namesake=Exists(same))

    def for_result(self) -> Self:
        """With all that the result page tells."""
        return self.select_related(
            "quiz", "enrolment__certificate", "enrolment__training_class__course"
        )

    def overdue(self, *, at: datetime) -> Self:
        """Open ones whose time, with the grace, is over."""
        return self.open().filter(due_at__lte=at - grace())

    def unrecorded(self) -> Self:
        """Submitted and marked, of learners whose result at the quiz is not recorded.

        A voided record is one too: what a person took back no machine gives again.
        """
        recorded = Completion.objects.filter(
            enrolment=OuterRef("enrolment"), activity=OuterRef("quiz")
        )
        return self.filter(submitted_at__isnull=False, score__isnull=False).exclude(
            Exists(recorded)
        )

    def used_up(self, *, at: datetime) -> Self:
        """Those after which nothing is left to sit, or whose quiz has closed."""
        extra_attempts = apps.get_model("quizzes", "ExtraAttempt").objects
        given = (
            extra_attempts.filter(
                enrolment=OuterRef("enrolment"), quiz=OuterRef("quiz")
            )
            .order_by()
            .values("enrolment")
            .annotate(given=Count("pk"))
            .values("given")
        )
        allowed = F("quiz__attempts_allowed") + F("extra")
        return self.annotate(extra=Coalesce(Subquery(given), 0)).filter(
            Q(quiz__closes_at__lte=at)
            | Q(quiz__is_exam=False, number__gte=allowed)
            | Q(quiz__is_exam=True, number__gte=1 + F("extra"))
        )


# Rows are locked in the order of their positions, as the submission locks them.
WRITE = """
WITH held AS (
    SELECT id FROM quizzes_response WHERE id = ANY(%s) ORDER BY position
    FOR NO KEY UPDATE
)
UPDATE quizzes_response AS r
SET answer = sent.answer::jsonb, is_flagged = sent.is_flagged,
    version = r.version + 1, last_key = %s, saved_at = %s
FROM held, unnest(%s::bigint[], %s::text[], %s::boolean[], %s::bigint[])
    AS sent(id, answer, is_flagged, version)
WHERE r.id = held.id AND sent.id = r.id AND r.version = sent.version
    AND NOT r.is_closed
RETURNING r.id
"""

# One document for a whole paper: long texts in arrays are escaped letter by letter.
LAY = """
INSERT INTO quizzes_response (
    uid, attempt_id, position, question_id, revision_id, definition, max_points,
    section, version, is_flagged, is_closed
)
SELECT uid, attempt_id, position, question_id, revision_id, definition, max_points,
    section, 0, false, false
FROM jsonb_to_recordset(%s::jsonb) AS paper (
    uid uuid, attempt_id bigint, position smallint, question_id bigint,
    revision_id bigint, definition jsonb, max_points integer, section text
)
"""
LAID = (
    *("uid", "attempt_id", "position", "question_id", "revision_id", "definition"),
    *("max_points", "section"),
)

CLOSE = """
UPDATE quizzes_response AS r SET points = marked.points, is_closed = true
FROM unnest(%s::bigint[], %s::integer[]) AS marked (id, points) WHERE r.id = marked.id
"""


class ResponseQuerySet(models.QuerySet):
    def outlined(self) -> Self:
        """Enough for the navigator: without definitions and answers."""
        return self.annotate(
            is_answered=models.ExpressionWrapper(
                Q(answer__isnull=False), output_field=models.BooleanField()
            )
        ).only("uid", "position", "is_flagged", "is_closed", "section", "attempt_id")

    def with_category(self) -> Self:
        """In order, each with the name of its question's category; no more of them."""
        return self.select_related("question__category").only(
            *("attempt_id", "position", "definition", "answer", "points"),
            *("max_points", "question__category__name"),
        )

    def titled(self) -> Self:
        """The navigator's rows with the question's words, for the review."""
        return self.outlined().annotate(text=F("definition__text"))

    def write(self, given: Sequence[Given], *, key: UUID, at: datetime) -> set[int]:
        """Write answers that are still open and at the version their page saw.

        One statement for a whole page; returns the keys of the rows it changed.
        """
        ids = [row.response.pk for row in given]
        answers = [
            None if row.answer is None else json.dumps(row.answer) for row in given
        ]
        flags = [row.is_flagged for row in given]
        versions = [row.based_on for row in given]
        with connections[self.db].cursor() as cursor:
            cursor.execute(WRITE, [ids, key, at, ids, answers, flags, versions])
            return {pk for (pk,) in cursor.fetchall()}

    def lay(self, paper: Sequence[Response]) -> None:
        """Insert the questions of a new attempt, in one statement."""
        rows = [{name: getattr(row, name) for name in LAID} for row in paper]
        with connections[self.db].cursor() as cursor:
            cursor.execute(LAY, [json.dumps(rows, cls=DjangoJSONEncoder)])

    def close(self, ids: Sequence[int], points: Sequence[int | None]) -> None:
        """Write what each response is worth; no save is taken after it."""
        with connections[self.db].cursor() as cursor:
            cursor.execute(CLOSE, [list(ids), list(points)])
