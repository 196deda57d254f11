"""Practice: questions without a mark, from the categories where a learner is weak.

Practice tells every key at once, so it asks nothing that a quiz may still ask: what
an unfinished quiz of the learner's can draw is set aside until that quiz is finished.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.db.models import (
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
)
from django.utils import timezone

from accounts.models import User
from courses.models import CoursePage
from enrolments.models import Enrolment
from progress.models import Completion
from questions.kinds import KINDS
from questions.models import Question, QuestionCategory
from quizzes.history import Mark, trends_of
from quizzes.models import QuizItem, QuizPage
from quizzes.papers import asked_by
from quizzes.sparks import GOAL


@dataclass(frozen=True)
class Shelf:
    """A category with what can be practised in it, and the last mark, None unknown."""

    category: QuestionCategory
    count: int
    mark: Mark | None

    @property
    def is_weak(self) -> bool:
        return self.mark is not None and self.mark.share < GOAL


def quizzes_of(learner: User) -> QuerySet[QuizPage]:
    """The published quizzes of every course the learner is or was enrolled in."""
    courses = CoursePage.objects.filter(
        training_classes__enrolments__learner=learner
    ).values_list("path", flat=True)
    below = Q(pk__in=[])
    for path in set(courses):
        below |= Q(path__startswith=path)
    return QuizPage.objects.live().filter(below)


def unfinished(learner: User, quizzes: QuerySet[QuizPage]) -> QuerySet[QuizPage]:
    """Those that the learner may still have to sit: finished in one class is not in all."""
    done = Completion.objects.standing().filter(enrolment__learner=learner)
    in_class = done.filter(enrolment=OuterRef("pk"), activity=OuterRef(OuterRef("pk")))
    ahead = (
        Enrolment.objects.current()
        .filter(learner=learner, training_class__closed_at=None)
        .annotate(asked=ExpressionWrapper(OuterRef("path"), CharField()))
        .filter(~Exists(in_class), asked__startswith=F("training_class__course__path"))
    )
    never = ~Exists(done.filter(activity=OuterRef("pk")))
    return quizzes.filter(never | Exists(ahead))


def lines_of(quizzes: QuerySet[QuizPage]) -> list[QuizItem]:
    """What these quizzes ask and draw from."""
    return list(QuizItem.objects.filter(quiz__in=quizzes).select_related("category"))


def practisable(learner: User, *, at: datetime) -> QuerySet[Question]:
    """What may be practised: of the learner's courses, and no quiz waits to ask it."""
    quizzes = quizzes_of(learner)
    by_person = [kind.name for kind in KINDS.values() if kind.is_marked_by_person]
    return (
        Question.objects.drawable(on=timezone.localdate(at))
        .filter(asked_by(lines_of(quizzes)))
        .exclude(kind__in=by_person)
        .exclude(asked_by(lines_of(unfinished(learner, quizzes))))
    )


def shelves(learner: User, *, at: datetime) -> list[Shelf]:
    """The categories that have something to practise, the weakest first."""
    counted = practisable(learner, at=at).values("category").annotate(n=Count("pk"))
    counts = dict(counted.order_by().values_list("category", "n"))
    marks = {t.uid: t.last for t in trends_of(learner, at=at)}
    found = [
        Shelf(category, counts[category.pk], marks.get(category.uid))
        for category in QuestionCategory.objects.filter(pk__in=counts)
    ]
    return sorted(found, key=lambda s: (s.mark is None, s.mark.share if s.mark else 0))


def pick(
    learner: User,
    category: QuestionCategory,
    *,
    seen: Collection[int],
    at: datetime,
    rng: Random,
) -> Question | None:
    """The next question of a round, none twice; None when the shelf is through."""
    left = practisable(learner, at=at).filter(category=category).exclude(pk__in=seen)
    ids = sorted(left.values_list("pk", flat=True))
    if not ids:
        return None
    return Question.objects.select_related("category").get(pk=rng.choice(ids))
