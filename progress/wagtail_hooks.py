"""The second gate before a course page: locks; it attaches `request.learning`."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks

from courses.models import ActivityPage, ModulePage
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
    request.learning = learning_of(course=course, enrolment=request.enrolment)
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
        return redirect(course.get_url(request))
    if request.enrolment is not None:
        record_visit(enrolment=request.enrolment, activity=page, at=timezone.now())
    return None
