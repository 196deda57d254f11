"""Who may open a course: the enrolled while the class is open, and its trainers."""

from __future__ import annotations

from datetime import date

from wagtail.models import Page

from accounts.models import User
from courses.models import CoursePage
from enrolments.models import Enrolment


def enrolment_for(user: User, course: CoursePage, *, on: date) -> Enrolment | None:
    """The learner's newest enrolment in an open class of the course."""
    return (
        Enrolment.objects.accessible(on=on)
        .filter(learner=user, training_class__course=course)
        .select_related("training_class", "certificate")
        .order_by("-training_class__opens_on", "-pk")
        .first()
    )


def is_trainer_of(user: User, page: Page) -> bool:
    """Whoever may edit the page in Wagtail may read it without being enrolled."""
    if user.is_superuser:
        return True
    return (
        user.has_perm("wagtailadmin.access_admin")
        and page.permissions_for_user(user).can_edit()
    )
