"""Which quizzes ask a question of the bank, and how first sitters did with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max, Sum

from questions.bank.usage import Usage
from questions.models import Question, QuestionTag
from quizzes.models import QuizItem, QuizPage, Response
from quizzes.querysets import ResponseQuerySet


@dataclass
class Place:
    """A quiz that asks a question, or asked it once; points in hundredths."""

    quiz: QuizPage
    items: list[QuizItem] = field(default_factory=list)
    answers: int = 0
    points: int = 0
    max_points: int = 0
    last_at: datetime | None = None

    @property
    def is_fixed(self) -> bool:
        return any(item.question_id for item in self.items)


def usage_of(questions: Sequence[Question]) -> dict[int, Usage]:
    """For the rows of the bank's list, in three queries."""
    asking = asking_items(questions)
    rows = (
        _first_answers()
        .filter(question__in=questions)
        .order_by()
        .values("question_id")
        .annotate(Count("pk"), Sum("points"), Sum("max_points"))
    )
    told = {row["question_id"]: row for row in rows}
    usage = {}
    for question in questions:
        quizzes = {item.quiz_id for item in asking[question.pk]}
        row = told.get(question.pk, {})
        usage[question.pk] = Usage(
            quizzes=len(quizzes),
            answers=row.get("pk__count", 0),
            points=row.get("points__sum", 0),
            max_points=row.get("max_points__sum", 0),
        )
    return usage


def _first_answers() -> ResponseQuerySet:
    """Marked answers of first attempts, as the item analysis has them by default."""
    return Response.objects.filter(
        attempt__number=1, attempt__submitted_at__isnull=False, points__isnull=False
    )


def asking_items(questions: Sequence[Question]) -> dict[int, list[QuizItem]]:
    """The lines of published quizzes that name a question or may draw it."""
    items = list(
        QuizItem.objects.filter(quiz__live=True).select_related("quiz", "category")
    )
    tags: dict[int, set[int]] = {question.pk: set() for question in questions}
    tagged = QuestionTag.objects.filter(content_object__in=questions)
    for question, tag in tagged.values_list("content_object_id", "tag_id"):
        tags[question].add(tag)
    return {
        question.pk: [item for item in items if may_ask(item, question, tags)]
        for question in questions
    }


def may_ask(
    item: QuizItem, question: Question, tags: Mapping[int, Iterable[int]]
) -> bool:
    """Whether the line names the question, or draws where it stands."""
    if not item.is_draw:
        return item.question_id == question.pk
    return (
        (item.category is None or question.category.path.startswith(item.category.path))
        and (item.difficulty is None or question.difficulty == item.difficulty)
        and (item.tag_id is None or item.tag_id in tags[question.pk])
    )


def places_of(question: Question) -> list[Place]:
    """Every quiz that asks or asked the question, those that asked it most first."""
    places: dict[int, Place] = {}
    for item in asking_items([question])[question.pk]:
        places.setdefault(item.quiz_id, Place(item.quiz)).items.append(item)
    rows = list(
        _first_answers()
        .filter(question=question)
        .order_by()
        .values("attempt__quiz")
        .annotate(
            Count("pk"), Sum("points"), Sum("max_points"), Max("attempt__submitted_at")
        )
    )
    known = QuizPage.objects.in_bulk([row["attempt__quiz"] for row in rows])
    for row in rows:
        pk = row["attempt__quiz"]
        place = places.setdefault(pk, Place(known[pk]))
        place.answers, place.points = row["pk__count"], row["points__sum"]
        place.max_points = row["max_points__sum"]
        place.last_at = row["attempt__submitted_at__max"]
    return sorted(places.values(), key=lambda p: (-p.answers, p.quiz.path))
