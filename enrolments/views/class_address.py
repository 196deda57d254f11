"""The address of a class's calendar, for who runs the class."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from enrolments.meetings.calendars import Address
from enrolments.services.calendars import renew_calendar
from enrolments.views.class_door import desk_or_404
from enrolments.views.classes import show

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def address(request: HttpRequest, code: str) -> HttpResponse:
    """Show the address; give it up for another one when that is confirmed."""
    desk = desk_or_404(request, code, to_run=True)
    is_unconfirmed = request.method == "POST" and not request.POST.get("confirm")
    if request.method == "POST" and not is_unconfirmed:
        renew_calendar(
            training_class=desk.group, known=request.POST.get("known", "")[:64]
        )
        logger.info("calendar of %s renewed by user %s", code, request.user.pk)
        messages.success(request, _("Lịch của lớp đã có địa chỉ mới."))
        return redirect("class_address", code)
    context = {
        "group": desk.group,
        "address": Address.of_class(desk.group),
        "is_unconfirmed": is_unconfirmed,
    }
    return show(request, "address", context)
