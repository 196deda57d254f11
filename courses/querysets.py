from __future__ import annotations

from typing import TYPE_CHECKING, Self

from wagtail.models import PageManager, PageQuerySet

if TYPE_CHECKING:
    from courses.models import CoursePage


class ActivityQuerySet(PageQuerySet):
    def of(self, course: CoursePage) -> Self:
        """The course's published activities in the order they are learned."""
        return self.live().filter(path__startswith=course.path).order_by("path")

    def required(self) -> Self:
        return self.filter(is_required=True)


ActivityManager = PageManager.from_queryset(ActivityQuerySet)
