"""The paper of an attempt: which questions are drawn, and what is frozen of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from django.db.models import Q

from accounts.models import User
from questions.definitions import freeze
from questions.models import Question, QuestionCategory
from quizzes.drawing import Drawn, Line, draw
from quizzes.models import Attempt, QuizItem, QuizPage, Response


def draw_paper(*, learner: User, quiz: QuizPage, on: date, rng: Random) -> list[Drawn]:
    """Choose the questions for a learner's next attempt, in the order asked.

    What the learner met in any earlier attempt at the quiz comes last, whatever the
    class it was in.
    """
    items = list(QuizItem.objects.filter(quiz=quiz).select_related("category"))
    seen = Response.objects.filter(
        attempt__quiz=quiz, attempt__enrolment__learner=learner
    ).values_list("question_id", flat=True)
    lines = _lines(items, on=on)
    drawn = draw(lines, seen=set(seen), rng=rng)
    if quiz.shuffle_questions:
        rng.shuffle(drawn)
    return drawn


def _lines(items: Sequence[QuizItem], *, on: date) -> list[Line]:
    """The lines of the quiz with the ids that each may draw from, in one query."""
    wanted = Q(pk__in=[item.question_id for item in items if item.question_id])
    for item in items:
        if item.category is not None:
            wanted |= Q(category__path__startswith=item.category.path)
    found = list(
        Question.objects.drawable(on=on)
        .filter(wanted)
        .values_list("pk", "category__path")
    )

    def pool(item: QuizItem) -> tuple[int, ...]:
        if item.category is None:
            return tuple(pk for pk, _path in found if pk == item.question_id)
        return tuple(pk for pk, path in found if path.startswith(item.category.path))

    return [Line(pool(item), item.count, item.points) for item in items]


def short_categories(
    quiz: QuizPage, *, on: date
) -> list[tuple[QuestionCategory, int, int]]:
    """Categories that hold fewer questions than is drawn from them: has and wants.

    By the draft in the editor's hands, which may not be published yet.
    """
    items = [item for item in quiz.items.all() if item.category is not None]
    pools = [
        (item, len(line.pool))
        for item, line in zip(items, _lines(items, on=on), strict=True)
    ]
    return [(i.category, has, i.count) for i, has in pools if has < i.count]


def freeze_paper(
    *, attempt: Attempt, quiz: QuizPage, drawn: Sequence[Drawn]
) -> list[Response]:
    """The drawn questions as the attempt keeps them; unsaved."""
    questions = Question.objects.prefetch_related("legal_bases").in_bulk(
        [line.question_id for line in drawn]
    )
    return [
        Response(
            attempt=attempt,
            position=position,
            question_id=line.question_id,
            revision_id=questions[line.question_id].live_revision_id,
            definition=freeze(
                questions[line.question_id],
                _order_of(attempt, line) if quiz.shuffle_options else None,
            ),
            max_points=line.points,
        )
        for position, line in enumerate(drawn, 1)
    ]


def _order_of(attempt: Attempt, line: Drawn) -> Random:
    """Each question's own source of order: the same whatever else is drawn."""
    return Random(f"{attempt.seed}:{line.question_id}")  # noqa: S311
