"""The paper of an attempt: which questions are drawn, and what is frozen of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from accounts.models import User
from questions.definitions import freeze_many, shuffled
from questions.kinds import Definition
from questions.models import Question, QuestionTag
from quizzes.drawing import Drawn, Line, draw, shuffle_within_sections
from quizzes.models import Attempt, QuizItem, QuizPage, Response

# What is read of a question to freeze it.
FROZEN = ("definition", "citation", "valid_from", "valid_to", "live_revision_id")


def draw_paper(
    *, learner: User | None, quiz: QuizPage, on: date, rng: Random
) -> list[Drawn]:
    """Choose the questions for a learner's next attempt, in the order asked.

    What the learner met in any earlier attempt at the quiz comes last, whatever the
    class it was in. Without a learner (a paper to print) nothing was met.
    """
    items = list(QuizItem.objects.filter(quiz=quiz).select_related("category"))
    pool = _pool(items, quiz=quiz, learner=learner, on=on)
    seen = {row["pk"] for row in pool if row["is_seen"]}
    drawn = draw(_lines(items, pool), seen=seen, rng=rng)
    return shuffle_within_sections(drawn, rng=rng) if quiz.shuffle_questions else drawn


def asked_by(items: Sequence[QuizItem]) -> Q:
    """The questions that any of these lines may ask."""
    asked = Q(pk__in=[item.question_id for item in items if item.question_id])
    for item in items:
        if item.is_draw:
            asked |= wanted(item)
    return asked


def wanted(item: QuizItem) -> Q:
    """The questions that a line may draw."""
    draw_from = Q()
    if item.category is not None:
        draw_from &= Q(category__path__startswith=item.category.path)
    if item.difficulty:
        draw_from &= Q(difficulty=item.difficulty)
    if item.tag_id:
        tagged = QuestionTag.objects.filter(
            tag_id=item.tag_id, content_object=OuterRef("pk")
        )
        draw_from &= Q(Exists(tagged))
    return draw_from


def _pool(
    items: Sequence[QuizItem], *, quiz: QuizPage, learner: User | None, on: date
) -> list[dict[str, Any]]:
    """What any line may ask, in one query: `line0`, `line3` … say which draws may."""
    if not items:
        return []
    draws = {f"line{n}": wanted(i) for n, i in enumerate(items) if i.is_draw}
    pool: QuerySet = Question.objects.drawable(on=on).filter(asked_by(items)).order_by()
    return list(
        pool.annotate(is_seen=_is_seen(quiz, learner), **draws).values(
            "pk", "is_seen", *draws
        )
    )


def _is_seen(quiz: QuizPage, learner: User | None) -> Exists | Value:
    if learner is None:
        return Value(value=False)
    met = Response.objects.filter(
        question=OuterRef("pk"), attempt__quiz=quiz, attempt__enrolment__learner=learner
    )
    return Exists(met)


def _lines(items: Sequence[QuizItem], pool: Sequence[dict[str, Any]]) -> list[Line]:
    """The lines with the ids each may draw; a section runs until the next begins."""
    lines, section = [], ""
    for n, item in enumerate(items):
        section = item.section or section
        mine = f"line{n}"
        ids = tuple(
            row["pk"] for row in pool if row.get(mine, row["pk"] == item.question_id)
        )
        lines.append(Line(ids, item.count, item.points, section))
    return lines


def short_draws(quiz: QuizPage, *, on: date) -> list[tuple[QuizItem, int]]:
    """Draws that want more questions than there are, with how many there are.

    By the draft in the editor's hands, which may not be published yet.
    """
    items = [item for item in quiz.items.all() if item.is_draw]
    pool = _pool(items, quiz=quiz, learner=None, on=on)
    pairs = zip(items, _lines(items, pool), strict=True)
    return [
        (item, len(line.pool)) for item, line in pairs if len(line.pool) < item.count
    ]


def freeze_paper(
    *, attempt: Attempt, quiz: QuizPage, drawn: Sequence[Drawn]
) -> list[Response]:
    """The drawn questions as the attempt keeps them; unsaved."""
    whole = Question.objects.only(*FROZEN).prefetch_related("legal_bases")
    found = whole.in_bulk([line.question_id for line in drawn])
    questions = [found[line.question_id] for line in drawn]
    rows = zip(drawn, questions, freeze_many(questions), strict=True)
    return [
        Response(
            attempt=attempt,
            position=position,
            question_id=line.question_id,
            revision_id=question.live_revision_id,
            definition=_in_order(definition, quiz, attempt, line),
            max_points=line.points,
            section=line.section,
        )
        for position, (line, question, definition) in enumerate(rows, 1)
    ]


def _in_order(
    definition: Definition, quiz: QuizPage, attempt: Attempt, line: Drawn
) -> Definition:
    """The options as this attempt shows them, or as their author wrote them."""
    if not quiz.shuffle_options:
        return definition
    return shuffled(definition, _order_of(attempt, line))


def _order_of(attempt: Attempt, line: Drawn) -> Random:
    """Each question's own source of order: the same whatever else is drawn."""
    return Random(f"{attempt.seed}:{line.question_id}")  # noqa: S311


def unsat(quiz: QuizPage, *, seed: int) -> Attempt:
    """An attempt that nobody sits and nothing saves, to freeze a paper for print."""
    return Attempt(quiz=quiz, seed=seed)
