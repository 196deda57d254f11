"""Who may open a course: the enrolled while the class is open, and its trainers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from wagtail.models import Page

from accounts.models import User
from courses.models import CoursePage
from enrolments.models import Enrolment, TrainingClass

CLASS = "lop"  # what names the class in the address of a course's page


def enrolments_in(user: User, course: CoursePage, *, on: date) -> list[Enrolment]:
    """The learner's enrolments in open classes of the course, the most urgent first."""
    return list(
        Enrolment.objects.accessible(on=on)
        .filter(learner=user, training_class__course=course)
        .select_related("training_class", "certificate")
        .by_urgency(on=on)
    )


def shown_for(
    rows: Sequence[Enrolment], *, code: str = "", kept: str = ""
) -> Enrolment | None:
    """Which of a learner's enrolments in one course its pages are shown for.

    A page's address does not name the class: it is the one asked for by its code, else
    the one kept from before while there is something left to do, else the most urgent.
    """
    by_code = {row.training_class.code: row for row in rows}
    before = by_code.get(kept)
    if before is not None and before.completed_at is not None:
        before = None
    return by_code.get(code) or before or next(iter(rows), None)


def meant(rows: Sequence[Enrolment], uid: str) -> Enrolment | None:
    """The enrolment that a form says it was shown for: no other one stands in for it.

    A form that says none is one of a learner with one class.
    """
    if not uid:
        return next(iter(rows), None)
    return next((row for row in rows if str(row.uid) == uid), None)


def within(url: str, group: TrainingClass) -> str:
    """The address of a course's page, for this class of the course."""
    return f"{url}?{urlencode({CLASS: group.code})}"


def is_trainer_of(user: User, page: Page) -> bool:
    """Whoever may edit the page in Wagtail may read it without being enrolled."""
    if user.is_superuser:
        return True
    return (
        user.has_perm("wagtailadmin.access_admin")
        and page.permissions_for_user(user).can_edit()
    )
