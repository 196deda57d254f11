"""Shelves, and single questions put on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from legal.models import LegalBasis
from questions.formats.draft import QuestionDraft
from questions.models import Question, QuestionCategory


@transaction.atomic
def ensure_category(*, names: Sequence[str]) -> QuestionCategory:
    """The category with these names from the root down, made where missing.

    Raises ValueError when no name is given.
    """
    category = None
    for name in names:
        category, _made = QuestionCategory.objects.get_or_create(
            parent=category, name=" ".join(name.split())
        )
    if category is None:
        raise ValueError("a category needs a name")
    return category


def _check_legal(codes: Sequence[str]) -> list[LegalBasis]:
    found = {b.code: b for b in LegalBasis.objects.filter(code__in=codes)}
    if missing := [code for code in codes if code not in found]:
        raise ValidationError(f"unknown legal basis: {', '.join(missing)}")
    return [found[code] for code in codes]


@transaction.atomic
def upsert_question(
    *,
    draft: QuestionDraft,
    category: QuestionCategory,
    retired_on: date | None = None,
) -> tuple[Question, bool]:
    """Bring a question of the curriculum into the bank, published; once per code.

    A question that is there already stays as it is, whatever the draft says: it may
    have been edited in Wagtail. Returns the question and whether it was made.
    Raises ValidationError when the draft would not pass the editor's own checks.
    """
    existing = Question.objects.filter(code=draft.code).first()
    if existing is not None:
        return existing, False
    stream = Question.definition.field.stream_block
    value = stream.clean(stream.to_python([{"type": draft.kind, "value": draft.value}]))
    question = Question(
        code=draft.code,
        category=category,
        definition=value,
        citation=draft.citation,
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
        retired_on=retired_on,
    )
    question.full_clean()
    question.legal_bases = _check_legal(draft.legal)
    question.save()
    question.save_revision().publish()
    return question, True
