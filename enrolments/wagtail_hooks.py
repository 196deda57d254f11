"""The first gate before a course page, and classes in Wagtail's admin."""

from datetime import date

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks

from courses.structure import course_of
from enrolments.access import enrolments_in, is_trainer_of
from enrolments.models import Holiday
from enrolments.reminder_viewsets import ReminderGroup
from enrolments.views.choosing import choose
from enrolments.viewsets import TrainingClassViewSet


@hooks.register("before_serve_page", order=10)
def only_the_enrolled(page, request, serve_args, serve_kwargs):
    """Attach the course, the enrolment and its siblings, or refuse in words."""
    course = course_of(page)
    if course is None:
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    request.course = course
    rows = enrolments_in(request.user, course, on=timezone.localdate())
    request.enrolment = choose(request, course, rows)
    request.other_enrolments = [row for row in rows if row != request.enrolment]
    if request.enrolment is None and not is_trainer_of(request.user, page):
        raise PermissionDenied(
            _(
                "Anh/chị chưa được ghi danh khóa học này, hoặc lớp chưa khai giảng hay đã bế giảng."
            )
        )
    return None


@hooks.register("days_off")
def days_off(since: date) -> dict[date, bool]:
    """Days off and days made up from that day on, for terms that apps below reckon."""
    rows = Holiday.objects.filter(day__gte=since)
    return dict(rows.values_list("day", "is_working"))


@hooks.register("register_admin_viewset")
def register_classes() -> TrainingClassViewSet:
    return TrainingClassViewSet("classes")


@hooks.register("register_admin_viewset")
def register_reminders() -> ReminderGroup:
    return ReminderGroup()
