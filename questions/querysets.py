"""Reads of the bank."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from accounts.collation import fold

if TYPE_CHECKING:
    from questions.models import QuestionCategory


class QuestionCategoryQuerySet(models.QuerySet):
    def within(self, category: QuestionCategory) -> Self:
        """The category and everything below it."""
        return self.filter(path__startswith=category.path)


class QuestionQuerySet(models.QuerySet):
    def within(self, category: QuestionCategory) -> Self:
        return self.filter(category__path__startswith=category.path)

    def drawable(self, *, on: date) -> Self:
        """Published and not retired on that day.

        A question about a rule not in force that day is still drawn: courses teach
        yesterday's and tomorrow's rules too, and the result shows the dates.
        """
        retired = Q(retired_on__isnull=False, retired_on__lte=on)
        return self.filter(live=True).exclude(retired)

    def searched(self, words: str) -> Self:
        """Those that contain every word, written with or without marks."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found
