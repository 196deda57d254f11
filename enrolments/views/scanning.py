"""What a learner's phone opens when it reads the code on the wall."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from enrolments.meetings.codes import is_fresh
from enrolments.models import Meeting
from enrolments.services.attendance import check_in
from enrolments.services.meeting_rules import AttendanceRefusedError
from enrolments.views.scan_answers import answer, own_mark, told, too_old

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
