"""The same change to many questions: move, tag, retire. Each makes a new revision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django.db import transaction

from accounts.models import User
from questions.models import Question, QuestionCategory

Change = Callable[[Question], None]


@transaction.atomic
def move_questions(
    *, questions: Iterable[Question], category: QuestionCategory, by: User
) -> int:
    """Put questions on another shelf; returns how many were not there already."""

    def move(question: Question) -> None:
        question.category = category

    return _change_all(questions, move, by, lambda q: q.category_id != category.pk)


@transaction.atomic
def tag_questions(
    *, questions: Iterable[Question], tags: Sequence[str], by: User
) -> int:
    """Give questions these tags beside their own; returns how many lacked one."""
    wanted = set(tags)
    return _change_all(
        questions, lambda q: q.tags.add(*tags), by, lambda q: wanted - _tags_of(q)
    )


@transaction.atomic
def untag_questions(
    *, questions: Iterable[Question], tags: Sequence[str], by: User
) -> int:
    """Take these tags from questions; returns how many had one."""
    unwanted = set(tags)
    return _change_all(
        questions, lambda q: q.tags.remove(*tags), by, lambda q: unwanted & _tags_of(q)
    )


@transaction.atomic
def retire_questions(*, questions: Iterable[Question], on: date, by: User) -> int:
    """Draw these questions into no new paper from that day; returns how many are new.

    A question that was to be retired later is retired on that day instead.
    """

    def retire(question: Question) -> None:
        question.retired_on = on

    def is_in_use(question: Question) -> bool:
        return question.retired_on is None or question.retired_on > on

    return _change_all(questions, retire, by, is_in_use)


def _tags_of(question: Question) -> set[str]:
    return set(question.tags.names())


def _change_all(
    questions: Iterable[Question],
    change: Change,
    by: User,
    needs: Callable[[Question], object],
) -> int:
    changed = 0
    for question in questions:
        if needs(question) or needs(question.get_latest_revision_as_object()):
            _change(question, change, by)
            changed += 1
    return changed


def _change(question: Question, change: Change, by: User) -> None:
    """Into the newest revision, and into what stands now.

    A draft in somebody's hands keeps its wording unpublished: the published question
    then gets the change alone, by its own row.
    """
    newest = question.get_latest_revision_as_object()
    is_plain = question.live and not question.has_unpublished_changes
    change(newest)
    revision = newest.save_revision(user=by, log_action=True)
    if is_plain:
        revision.publish(user=by)
        return
    standing = Question.objects.get(pk=question.pk)
    change(standing)
    standing.save()
