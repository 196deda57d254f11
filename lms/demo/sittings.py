"""Attempts at a final quiz, drawn, answered and marked as the real ones are.

The questions are drawn and frozen by the same functions as `quizzes.services` uses;
only the rows are written in bulk.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from enrolments.models import Enrolment
from lms.demo.answers import answer
from questions.definitions import freeze
from questions.marking import mark
from questions.models import Question
from quizzes.drawing import Drawn, Line, draw, shuffle_within_sections
from quizzes.feedback import checks_each
from quizzes.models import Attempt, QuizItem, QuizPage, Response


@dataclass
class Sitting:
    """An attempt with its responses, before either has a key."""

    attempt: Attempt
    responses: list[Response]


class Exam:
    """A quiz with its pools, read once for a whole class."""

    def __init__(self, quiz: QuizPage, *, minimum_mark: int, on: date) -> None:
        self.quiz = quiz
        self.pass_mark = max(quiz.pass_mark, minimum_mark)
        self.lines = [_line(item, on) for item in quiz.items.select_related("category")]
        asked = {pk for line in self.lines for pk in line.pool}
        self.questions = Question.objects.prefetch_related("legal_bases").in_bulk(asked)

    def sit(
        self, rng: Random, *, enrolment: Enrolment, at: datetime, ability: float
    ) -> list[Sitting]:
        """Attempts from that moment on, until one passes or none is left."""
        sittings: list[Sitting] = []
        seen: set[int] = set()
        for number in range(1, (self.quiz.attempts_allowed or 3) + 1):
            sitting = self._attempt(rng, enrolment, number, at, ability, seen)
            sittings.append(sitting)
            if sitting.attempt.has_passed:
                break
            seen |= {r.question_id for r in sitting.responses}
            at = sitting.attempt.submitted_at + timedelta(minutes=rng.randint(20, 50))
        return sittings

    def _attempt(
        self,
        rng: Random,
        enrolment: Enrolment,
        number: int,
        at: datetime,
        ability: float,
        seen: set[int],
    ) -> Sitting:
        attempt = Attempt(
            enrolment=enrolment,
            quiz=self.quiz,
            number=number,
            seed=rng.getrandbits(62),
            started_at=at,
            due_at=at + timedelta(minutes=self.quiz.time_limit_minutes),
            submitted_at=at + timedelta(seconds=rng.randint(6 * 60, 24 * 60)),
            closed_by=Attempt.ClosedBy.LEARNER,
            pass_mark=self.pass_mark,
            per_page=self.quiz.per_page,
            is_forward_only=self.quiz.is_forward_only,
            checks_each=checks_each(self.quiz),
        )
        draws = Random(attempt.seed)  # noqa: S311 - the engine's own source of order
        drawn = draw(self.lines, seen=seen, rng=draws)
        if self.quiz.shuffle_questions:
            drawn = shuffle_within_sections(drawn, rng=draws)
        responses = [
            self._response(rng, attempt, line, ability, place=(position, len(drawn)))
            for position, line in enumerate(drawn, 1)
        ]
        attempt.max_score = sum(response.max_points for response in responses)
        attempt.score = sum(response.points for response in responses)
        return Sitting(attempt, responses)

    def _response(
        self,
        rng: Random,
        attempt: Attempt,
        line: Drawn,
        ability: float,
        *,
        place: tuple[int, int],
    ) -> Response:
        """One drawn question and what was answered; `place` is its position of how many."""
        question = self.questions[line.question_id]
        order = Random(f"{attempt.seed}:{question.pk}")  # noqa: S311 - as the engine does
        definition = freeze(question, order if self.quiz.shuffle_options else None)
        given = answer(rng, definition, ability=ability)
        is_given = given is not None
        pace = (attempt.submitted_at - attempt.started_at) / (place[1] + 1)
        return Response(
            attempt=attempt,
            position=place[0],
            question=question,
            revision_id=question.live_revision_id,
            definition=definition,
            answer=given,
            version=int(is_given),
            last_key=UUID(int=rng.getrandbits(128)) if is_given else None,
            saved_at=attempt.started_at + pace * place[0] if is_given else None,
            points=mark(definition, given, line.points),
            max_points=line.points,
            section=line.section,
            is_closed=True,
        )


def _line(item: QuizItem, on: date) -> Line:
    if item.category is None:
        return Line((item.question_id,), 1, item.points)
    pool = Question.objects.drawable(on=on).within(item.category)
    return Line(tuple(pool.values_list("pk", flat=True)), item.count, item.points)


def save_sittings(sittings: list[Sitting]) -> None:
    """Write attempts, then the responses that need their keys."""
    Attempt.objects.bulk_create([s.attempt for s in sittings], batch_size=1000)
    for sitting in sittings:
        for response in sitting.responses:
            response.attempt_id = sitting.attempt.pk
    rows = [response for sitting in sittings for response in sitting.responses]
    Response.objects.bulk_create(rows, batch_size=1000)
