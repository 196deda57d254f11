from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.db.models import Q
from wagtail.models import PageManager, PageQuerySet

if TYPE_CHECKING:
    from courses.models import CoursePage


class ActivityQuerySet(PageQuerySet):
    def of(self, course: CoursePage) -> Self:
        """The course's published activities in the order they are learned."""
        return self.of_any([course])

    def of_any(self, courses: Iterable[CoursePage]) -> Self:
        """The published activities of several courses, course by course."""
        below = [Q(path__startswith=course.path) for course in courses]
        if not below:
            return self.none()
        return self.live().filter(reduce(or_, below)).order_by("path")

    def required(self) -> Self:
        return self.filter(is_required=True)


ActivityManager = PageManager.from_queryset(ActivityQuerySet)
