"""Calendars: one's own and a class's, which programs fetch without logging in."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from enrolments.meetings.calendars import changed_at, of_class, of_person, user_of
from enrolments.models import TrainingClass
from enrolments.views.class_door import desk_or_404


@require_safe
def own_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """A feed that calendars fetch without logging in; the address itself is the key."""
    user = user_of(token)
    if user is None:
        raise Http404
    return answer(request, of_person(user, at=timezone.now()))


@require_safe
def class_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of a class, for whoever was given its address."""
    group = get_object_or_404(TrainingClass, calendar_token=token)
    return answer(request, of_class(group), changed_at(group))


@require_safe
@login_required
def class_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """The same as a file, for who may look at the class."""
    group = desk_or_404(request, code).group
    return answer(request, of_class(group), changed_at(group))


def answer(
    request: HttpRequest, feed: bytes, changed: datetime | None = None
) -> HttpResponse:
    """The feed, or 304 to a program that has it already."""
    headers = {
        "Cache-Control": "private, no-cache",
        "ETag": f'"{sha256(feed).hexdigest()[:32]}"',
    }
    stamp = int(changed.timestamp()) if changed else None
    if stamp is not None:
        headers["Last-Modified"] = http_date(stamp)
    response = HttpResponse(
        feed, content_type="text/calendar; charset=utf-8", headers=headers
    )
    return get_conditional_response(request, headers["ETag"], stamp, response)
