"""The second gate before a course page: locks; it attaches `request.learning`."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks

from courses.models import ActivityPage, CoursePage, ModulePage
from enrolments.meetings.presence import presences
from progress import refusals
from progress.conditions import judge
from progress.learning import learning_of
from progress.services import record_visit


@hooks.register("before_serve_page", order=20)
def only_what_is_open(page, request, serve_args, serve_kwargs):
    """Work out the learner's standing once; send back from what is still locked."""
    course = getattr(request, "course", None)
    if course is None:
        return None
    if isinstance(page, ModulePage):
        return redirect(course.get_url(request))
    request.learning = learning_of(
        course=course, enrolment=request.enrolment, others=request.other_enrolments
    )
    if isinstance(page, CoursePage) and request.enrolment is not None:
        judge([request.learning], presences([request.enrolment], at=timezone.now()))
    if not isinstance(page, ActivityPage):
        return None
    if request.learning.is_locked(page):
        messages.warning(
            request,
            _(
                "“%(title)s” chưa mở. Học xong các mục bắt buộc đứng trước thì mục này tự mở."
            )
            % {"title": page.title},
        )
        return redirect(request.learning.url)
    if request.enrolment is not None:
        record_visit(enrolment=request.enrolment, activity=page, at=timezone.now())
    return None


# After those of kinds of activity, which know better words for what they hold.
hooks.register("before_delete_page", refusals.refuse_deleting, order=10)
hooks.register("before_move_page", refusals.refuse_moving)
hooks.register("before_bulk_action", refusals.refuse_in_bulk, order=10)
hooks.register("after_unpublish_page", refusals.tell_what_stays)
hooks.register("after_bulk_action", refusals.tell_what_stays_in_bulk)
