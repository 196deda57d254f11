"""What a learner's phone opens when it reads the code on the wall."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from enrolments.meetings.codes import is_fresh
from enrolments.models import Attendance, Meeting
from enrolments.services.attendance import check_in
from enrolments.services.meeting_rules import AttendanceRefusedError

SALT = "enrolments.attend"
TO_CONFIRM = 300  # seconds a slow phone has between scanning and tapping


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def attend(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    """What the phone opens: "I am here", once, while the code was on the wall.

    Without a code that is fresh nothing is said about the meeting.
    """
    meeting = Meeting.objects.select_related("training_class").filter(uid=uid).first()
    if meeting is None:
        raise Http404
    now = timezone.now()
    context = {"group": meeting.training_class}
    if request.method == "POST":
        return confirmed(request, meeting, context)
    if not is_fresh(meeting.secret, code, now):
        context["error"] = _("Mã đã đổi. Quét lại mã đang hiện trên màn hình.")
    else:
        context["meeting"] = meeting
        context["token"] = signing.dumps([str(meeting.uid), request.user.pk], salt=SALT)
    return render(request, "enrolments/meetings/attend.html", context)


def confirmed(request: HttpRequest, meeting: Meeting, context: dict) -> HttpResponse:
    """The tap, worth something only to the person whose phone scanned the code."""
    try:
        token = request.POST.get("token", "")
        scanned = signing.loads(token, salt=SALT, max_age=TO_CONFIRM)
        if scanned != [str(meeting.uid), request.user.pk]:
            raise signing.BadSignature
        context["meeting"] = meeting
        context["done"] = check_in(
            meeting=meeting, learner=request.user, at=timezone.now()
        )
        context["is_here"] = context["done"].status == Attendance.Status.PRESENT
    except signing.BadSignature:
        context["error"] = _("Mã đã đổi. Quét lại mã đang hiện trên màn hình.")
    except AttendanceRefusedError as refusal:
        context["error"] = str(refusal)
    return render(request, "enrolments/meetings/attend.html", context)
