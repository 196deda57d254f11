"""Calendars: one's own, which programs fetch without logging in, and a class's."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from enrolments.meetings.calendars import of_class, of_person, user_of
from enrolments.views.class_door import desk_or_404


@require_safe
def own_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """A feed that calendars fetch without logging in; the address itself is the key."""
    user = user_of(token)
    if user is None:
        raise Http404
    return answer(of_person(user, at=timezone.now()))


@require_safe
@login_required
def class_calendar(request: HttpRequest, code: str) -> HttpResponse:
    desk = desk_or_404(request, code)
    return answer(of_class(desk.group, at=timezone.now()))


def answer(feed: bytes) -> HttpResponse:
    return HttpResponse(feed, content_type="text/calendar; charset=utf-8")
