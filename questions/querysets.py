"""Reads of the bank."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Length

from accounts.collation import fold

if TYPE_CHECKING:
    from accounts.models import User
    from questions.models import QuestionCategory


class QuestionCategoryQuerySet(models.QuerySet):
    def within(self, category: QuestionCategory) -> Self:
        """The category and everything below it."""
        return self.filter(path__startswith=category.path)

    def with_group_in_charge(self) -> Self:
        """With `in_charge`: the course group the nearest category upwards names."""
        path = ExpressionWrapper(OuterRef("path"), output_field=models.CharField())
        naming = self.model.objects.filter(course_group__isnull=False)
        upwards = naming.alias(below=path).filter(below__startswith=F("path"))
        nearest = upwards.order_by(Length("path").desc()).values("course_group")[:1]
        return self.annotate(in_charge=Subquery(nearest))

    def changeable_by(self, user: User) -> Self:
        """Those nobody is in charge of, or a group of this person; read by everyone."""
        if user.is_superuser:
            return self
        open_or_own = Q(in_charge=None) | Q(in_charge__in=user.groups.values("pk"))
        return self.with_group_in_charge().filter(open_or_own)


class QuestionQuerySet(models.QuerySet):
    def within(self, category: QuestionCategory) -> Self:
        return self.filter(category__path__startswith=category.path)

    def changeable_by(self, user: User) -> Self:
        """Those on shelves this person may change.

        The newest version counts, which a draft may have put on another shelf; of a
        published question the shelf it is drawn from as well.
        """
        if user.is_superuser:
            return self
        categories = self.model.category.field.related_model.objects
        shelves = categories.changeable_by(user).values("pk")
        drafted = KeyTextTransform("category", "latest_revision__content")
        newest = Cast(drafted, models.BigIntegerField())
        newest_shelf = Coalesce(
            newest, F("category"), output_field=models.BigIntegerField()
        )
        rows = self.alias(newest_shelf=newest_shelf)
        standing = Q(live=False) | Q(category__in=shelves)
        return rows.filter(standing, newest_shelf__in=shelves)

    def drawable(self, *, on: date) -> Self:
        """Published and not retired on that day.

        A question about a rule not in force that day is still drawn: courses teach
        yesterday's and tomorrow's rules too, and the result shows the dates.
        """
        return self.filter(live=True).exclude(retired_on__lte=on)

    def searched(self, words: str) -> Self:
        """Those that contain every word, written with or without marks."""
        asked = [Q(search_text__contains=word) for word in fold(words).split()]
        return self.filter(*asked)
