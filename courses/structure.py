"""Where a page stands in its course."""

from __future__ import annotations

from wagtail.models import Page

from courses.models import CoursePage


def course_of(page: Page) -> CoursePage | None:
    """The course a page belongs to, itself included; None outside of courses."""
    if isinstance(page, CoursePage):
        return page
    return CoursePage.objects.ancestor_of(page).select_related("issuer").first()
