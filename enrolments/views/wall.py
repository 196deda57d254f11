"""The code on the wall, what a learner's phone opens with it, and one's own calendar."""

from __future__ import annotations

import io

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from enrolments.meetings.calendars import of_person, user_of
from enrolments.meetings.codes import code_at, is_fresh
from enrolments.models import Meeting
from enrolments.services.attendance import check_in
from enrolments.services.meeting_rules import AttendanceRefusedError
from enrolments.views.meetings import meeting_or_404, show

SALT = "enrolments.attend"
TO_CONFIRM = 300  # seconds a slow phone has between scanning and tapping


@require_safe
@login_required
def wall(request: HttpRequest, uid: str) -> HttpResponse:
    """To be shown by a projector; the picture renews itself."""
    meeting, desk = meeting_or_404(request, uid)
    if not desk.writes:
        raise Http404
    present = (
        meeting.attendances.filter(status="present").count() if desk.runs else None
    )
    return show(
        request, "wall", {"meeting": meeting, "group": desk.group, "present": present}
    )


@require_safe
@never_cache
@login_required
def wall_picture(request: HttpRequest, uid: str) -> HttpResponse:
    """The code of these thirty seconds as a vector picture."""
    meeting, desk = meeting_or_404(request, uid)
    if not desk.writes:
        raise Http404
    code = code_at(meeting.secret, timezone.now())
    address = settings.SITE_URL + reverse("attend", args=[meeting.uid, code])
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        picture, kind="svg", border=3, light="#ffffff", omitsize=True
    )
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def attend(request: HttpRequest, uid: str, code: str) -> HttpResponse:
    """What the phone opens: "I am here", once, while the code was on the wall."""
    meeting = Meeting.objects.select_related("training_class").filter(uid=uid).first()
    if meeting is None:
        raise Http404
    now = timezone.now()
    context = {"meeting": meeting, "group": meeting.training_class}
    if request.method == "POST":
        return confirmed(request, meeting, context)
    if not is_fresh(meeting.secret, code, now):
        context["error"] = _("Mã đã đổi. Quét lại mã đang hiện trên màn hình.")
    else:
        context["token"] = signing.dumps([str(meeting.uid), request.user.pk], salt=SALT)
    return render(request, "enrolments/meetings/attend.html", context)


def confirmed(request: HttpRequest, meeting: Meeting, context: dict) -> HttpResponse:
    """The tap, worth something only to the person whose phone scanned the code."""
    try:
        token = request.POST.get("token", "")
        scanned = signing.loads(token, salt=SALT, max_age=TO_CONFIRM)
        if scanned != [str(meeting.uid), request.user.pk]:
            raise signing.BadSignature
        context["done"] = check_in(
            meeting=meeting, learner=request.user, at=timezone.now()
        )
    except signing.BadSignature:
        context["error"] = _("Mã đã đổi. Quét lại mã đang hiện trên màn hình.")
    except AttendanceRefusedError as refusal:
        context["error"] = str(refusal)
    return render(request, "enrolments/meetings/attend.html", context)


@require_safe
def own_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """A feed that calendars fetch without logging in; the address itself is the key."""
    user = user_of(token)
    if user is None:
        raise Http404
    feed = of_person(user, at=timezone.now())
    return HttpResponse(feed, content_type="text/calendar; charset=utf-8")
