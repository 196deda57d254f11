"""What I learn: the home of a learner, and marking a lesson as done."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import User
from courses.models import LessonPage
from enrolments.meetings.calendars import Address
from progress.facts import cited_by
from progress.learner import Desk, desk_of
from progress.learning import learning_for
from progress.services import record_completion


@login_required
def my(request: HttpRequest) -> HttpResponse:
    """Today's meeting, continue where I left off, progress, due soon, certificates."""
    desk = desk_of(request.user, at=timezone.now())
    context = {
        "desk": desk,
        "today": desk.on,
        "calendars": calendars_of(request.user, desk),
        "nav_here": "my",
    }
    return render(request, "progress/my.html", context)


def calendars_of(user: User, desk: Desk) -> list[Address]:
    """One's own calendar and those of one's classes, to have on the phone."""
    groups = [x.enrolment.training_class for x in desk.learnings]
    return [Address.of_person(user), *map(Address.of_class, groups)]


@require_POST
@login_required
def mark_done(request: HttpRequest, uid) -> HttpResponse:
    """Record that a lesson is finished, for the class its page was shown for."""
    lesson = get_object_or_404(LessonPage.objects.live(), uid=uid)
    now = timezone.now()
    said = request.POST.get("enrolment", "")
    learning = learning_for(request.user, lesson, now, enrolment=said)
    if learning is None or learning.is_locked(lesson):
        raise PermissionDenied
    record_completion(
        enrolment=learning.enrolment,
        activity=lesson.activitypage_ptr,
        occasion=f"material {lesson.material_version}",
        result=None,
        at=now,
        legal_shown=cited_by(lesson),
    )
    return redirect(f"{learning.url_of(lesson)}#xong")
