"""From the rows of the attempts to the sittings that the item analysis works on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from django.db.models import Case, Max, When

from enrolments.models import TrainingClass
from enrolments.querysets import end_of
from questions.kinds import Answer, Definition
from quizzes.analysis.figures import Answered, Sitting
from quizzes.analysis.options import chosen_in
from quizzes.analysis.parts import hits_in, parted
from quizzes.models import QuizPage, Response
from quizzes.querysets import ResponseQuerySet


@dataclass(frozen=True)
class Scope:
    """Which attempts are looked at: of one class, of a period, first ones or all.

    First ones by default: whoever sits again has seen the answers, and the figures of
    a test assume that nobody has.
    """

    training_class: TrainingClass | None = None
    since: date | None = None
    until: date | None = None
    is_first_only: bool = True

    def of(self, quiz: QuizPage) -> ResponseQuerySet:
        """The responses of submitted attempts in this scope."""
        rows = Response.objects.filter(
            attempt__quiz=quiz, attempt__submitted_at__isnull=False
        )
        if self.training_class is not None:
            rows = rows.filter(attempt__enrolment__training_class=self.training_class)
        if self.since is not None:
            start = end_of(self.since - timedelta(days=1))
            rows = rows.filter(attempt__submitted_at__gte=start)
        if self.until is not None:
            rows = rows.filter(attempt__submitted_at__lt=end_of(self.until))
        return rows.filter(attempt__number=1) if self.is_first_only else rows


class Row(NamedTuple):
    """A response as it is read; `points` None while it waits for a marker.

    `definition` is read only where the points come in parts.
    """

    attempt: int
    question: int
    revision: int | None
    points: int | None
    max_points: int
    answer: Answer
    saved_at: datetime | None
    started_at: datetime
    definition: Definition | None


@dataclass(frozen=True)
class Asked:
    """A question as it was worded in these attempts, newest first."""

    definitions: tuple[Definition, ...]

    @property
    def latest(self) -> Definition:
        return self.definitions[0]


def read(quiz: QuizPage, scope: Scope) -> tuple[list[Sitting], dict[int, Asked]]:
    """The sittings, and the questions that were asked in them, in two queries."""
    responses = scope.of(quiz)
    asked = _asked(responses)
    in_parts = When(question__kind__in=parted(), then="definition")
    rows = responses.order_by("attempt_id", "position").values_list(
        "attempt_id", "question_id", "revision_id", "points", "max_points", "answer",
        "saved_at", "attempt__started_at", Case(in_parts),
    )  # fmt: skip
    kinds = {question: told.latest["kind"] for question, told in asked.items()}
    grouped = groupby(map(Row._make, rows.iterator()), key=lambda row: row.attempt)
    sittings = [_sitting(list(group), kinds) for _attempt, group in grouped]
    return [sitting for sitting in sittings if sitting.answers], asked


def _asked(responses: ResponseQuerySet) -> dict[int, Asked]:
    """One definition of each question and revision, as frozen in the newest attempt."""
    newest = responses.order_by().values("question_id", "revision_id")
    found = (
        Response.objects.filter(pk__in=newest.annotate(last=Max("pk")).values("last"))
        .order_by("-pk")
        .values_list("question_id", "definition")
    )
    asked: dict[int, list[Definition]] = defaultdict(list)
    for question, definition in found:
        asked[question].append(definition)
    return {question: Asked(tuple(rows)) for question, rows in asked.items()}


def _sitting(rows: Sequence[Row], kinds: Mapping[int, str]) -> Sitting:
    seconds = times_of(
        rows[0].started_at, {row.question: row.saved_at for row in rows if row.saved_at}
    )
    return Sitting(
        {
            row.question: Answered(
                row.points,
                row.max_points,
                chosen_in(kinds[row.question], row.answer),
                seconds.get(row.question),
                hits_in(row.definition, row.answer) if row.definition else {},
            )
            for row in rows
            if row.points is not None
        }
    )


def times_of(
    started_at: datetime, saved: Mapping[int, datetime]
) -> dict[int, Fraction]:
    """Seconds spent on each question: from the save before, or the start, to its own.

    An estimate: only the last save of an answer is kept, so a question that was come
    back to has the time of the last visit. Answers saved together share theirs.
    """
    times: dict[int, Fraction] = {}
    before = started_at
    ordered: Iterable[int] = sorted(saved, key=saved.__getitem__)
    for moment, group in groupby(ordered, key=saved.__getitem__):
        together = list(group)
        spent = Fraction(round((moment - before).total_seconds())) / len(together)
        times |= dict.fromkeys(together, spent)
        before = moment
    return times
