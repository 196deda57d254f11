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
    if request.method == "POST":
        return confirmed(request, meeting)
    if not is_fresh(meeting.secret, code, timezone.now()):
        return answer(request, meeting, too_old(request, meeting))
    token = signing.dumps([str(meeting.uid), request.user.pk], salt=SALT)
    done = own_mark(request, meeting)
    return answer(request, meeting, {"token": token, **(told(done) if done else {})})


def answer(request: HttpRequest, meeting: Meeting, context: dict) -> HttpResponse:
    """The meeting is named unless the code was no proof of being there."""
    if "error" not in context or context.get("is_proven"):
        context["meeting"] = meeting
    context["group"] = meeting.training_class
    return render(request, "enrolments/meetings/attend.html", context)


def own_mark(request: HttpRequest, meeting: Meeting) -> Attendance | None:
    """That the learner is down as present, whenever the address is opened again."""
    marks = meeting.attendances.filter(status=Attendance.Status.PRESENT)
    return marks.filter(enrolment__learner=request.user).first()


def told(done: Attendance) -> dict:
    return {"done": done, "is_here": done.status == Attendance.Status.PRESENT}


def too_old(request: HttpRequest, meeting: Meeting) -> dict:
    """Who is down as present has no need of a newer code."""
    if done := own_mark(request, meeting):
        return told(done)
    return {"error": _("Mã đã đổi. Quét lại mã đang hiện trên màn hình.")}


def confirmed(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The tap, worth something only to the person whose phone scanned the code."""
    try:
        token = request.POST.get("token", "")
        scanned = signing.loads(token, salt=SALT, max_age=TO_CONFIRM)
        if scanned != [str(meeting.uid), request.user.pk]:
            raise signing.BadSignature
        done = check_in(meeting=meeting, learner=request.user, at=timezone.now())
    except signing.BadSignature:
        return answer(request, meeting, too_old(request, meeting))
    except AttendanceRefusedError as refusal:
        context = {"error": str(refusal), "is_proven": True}
        return answer(request, meeting, context)
    return answer(request, meeting, told(done))
