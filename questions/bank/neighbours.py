"""Near-duplicates among the questions that are in use or on their way there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from questions.bank.duplicates import like, pairs
from questions.models import Question, QuestionCategory
from questions.querysets import QuestionQuerySet

MOST = 200


@dataclass(frozen=True)
class Doubles:
    """Two questions that say nearly the same, and how much of them is common."""

    first: Question
    second: Question
    likeness: Fraction


def _compared(*, on: date) -> QuestionQuerySet:
    """Drafts too; not what is retired."""
    return Question.objects.exclude(retired_on__lte=on)


def doubles_of(question: Question, *, on: date) -> list[Question]:
    """Other questions that say nearly the same, the nearest first."""
    others = _compared(on=on).exclude(pk=question.pk)
    found = like(question.title, others.values_list("pk", "title").iterator())
    rows = Question.objects.select_related("category").in_bulk([pk for pk, _ in found])
    return [rows[pk] for pk, _same in found]


def all_doubles(
    *, on: date, within: QuestionCategory | None = None
) -> tuple[list[Doubles], int]:
    """The pairs that are most alike, at most `MOST` of them, and how many there are."""
    rows = _compared(on=on)
    if within is not None:
        rows = rows.within(within)
    found = pairs(dict(rows.values_list("pk", "title")))
    told = found[:MOST]
    ids = {pk for pair in told for pk in (pair.first, pair.second)}
    by_id = Question.objects.select_related("category").in_bulk(ids)
    doubles = [Doubles(by_id[p.first], by_id[p.second], p.likeness) for p in told]
    return doubles, len(found)
