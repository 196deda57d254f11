"""The code on the wall, for the projector of the room."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.qr import rows_of, svg
from enrolments.meetings.codes import OPENS_BEFORE, code_at
from enrolments.meetings.people import people_of, tally
from enrolments.models import Meeting
from enrolments.views.meetings import meeting_or_404, show


def is_on(meeting: Meeting, *, at: datetime) -> bool:
    """Whether a scan would count now; at other times there is no code to show."""
    is_alive = meeting.cancelled_at is None and meeting.training_class.closed_at is None
    return is_alive and meeting.starts_at - OPENS_BEFORE <= at <= meeting.ends_at


@never_cache
@require_safe
@login_required
def wall(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The picture, which renews itself, and how many have come; or when it will be on."""
    meeting, desk = meeting_or_404(request, uid)
    if not desk.writes:
        raise Http404
    now = timezone.now()
    context = {
        "meeting": meeting,
        "group": desk.group,
        "is_on": is_on(meeting, at=now),
        "is_over": now > meeting.ends_at,
        "opens_at": meeting.starts_at - OPENS_BEFORE,
        "tally": tally(people_of(desk.enrolments, meeting), meeting),
    }
    return show(request, "wall", context)


@require_safe
@never_cache
@login_required
def wall_picture(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The code of these thirty seconds as a vector picture."""
    meeting, desk = meeting_or_404(request, uid)
    now = timezone.now()
    if not desk.writes or not is_on(meeting, at=now):
        raise Http404
    code = code_at(meeting.secret, now)
    address = settings.SITE_URL + reverse("attend", args=[meeting.uid, code])
    picture = svg(rows_of(address, level="M"), light="#fff", margin=3)
    return HttpResponse(picture, content_type="image/svg+xml")
