"""Meetings of a class: the timetable with who came, one more, a change, calling off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
)

from enrolments.meeting_forms import MeetingForm, initial_of
from enrolments.meetings.people import expected
from enrolments.models import Meeting
from enrolments.querysets import counted
from enrolments.services.cancelling import cancel_meeting
from enrolments.services.meeting_rules import AttendanceRefusedError
from enrolments.services.meetings import add_meeting, edit_meeting
from enrolments.views.class_door import Desk, desk_or_404


def show(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return render(
        request, f"enrolments/meetings/{name}.html", context | {"nav_here": "classes"}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def meetings(request: HttpRequest, code: str) -> HttpResponse:
    """All meetings of a class with how many came, and one more."""
    desk = desk_or_404(request, code)
    form = MeetingForm(request.POST or None)
    if request.method == "POST":
        desk = desk_or_404(request, code, to_run=True)
        if form.is_valid():
            try:
                add_meeting(training_class=desk.group, by=request.user, **form.said())
                return redirect("class_meetings", code)
            except AttendanceRefusedError as error:
                form.refuse(error)
    ours = desk.enrolments.values("pk")
    present = Count(
        "attendances",
        filter=Q(attendances__status="present", attendances__enrolment__in=ours),
    )
    own = desk.enrolments.filter(expected(OuterRef("starts_at")))
    asked = counted(own, "training_class")
    context = {
        "desk": desk,
        "group": desk.group,
        "form": form,
        # Counting drops the model's own order.
        "rows": numbered(
            desk.group.meetings.annotate(present=present, asked=asked).order_by(
                "starts_at", "pk"
            )
        ),
        "now": timezone.now(),
    }
    return show(request, "list", context)


def numbered(rows: Iterable[Meeting]) -> list[Meeting]:
    """By date; `number` as reports count them: what was called off has none."""
    count, found = 0, list(rows)
    for row in found:
        count += row.cancelled_at is None
        row.number = None if row.cancelled_at else count
    return found


def meeting_or_404(
    request: HttpRequest, uid: UUID, *, to_run: bool = False
) -> tuple[Meeting, Desk]:
    meeting = Meeting.objects.select_related("training_class").filter(uid=uid).first()
    if meeting is None:
        raise Http404
    return meeting, desk_or_404(request, meeting.training_class.code, to_run=to_run)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    meeting, desk = meeting_or_404(request, uid, to_run=True)
    form = MeetingForm(request.POST or None, initial=initial_of(meeting))
    if request.method == "POST" and form.is_valid():
        try:
            edit_meeting(
                meeting=meeting, by=request.user, at=timezone.now(), **form.said()
            )
            return redirect("class_meetings", meeting.training_class.code)
        except AttendanceRefusedError as refusal:
            form.refuse(refusal)
    return show(
        request, "edit", {"form": form, "meeting": meeting, "group": desk.group}
    )


@require_POST
@login_required
def cancel(request: HttpRequest, uid: UUID) -> HttpResponse:
    meeting, desk = meeting_or_404(request, uid, to_run=True)
    try:
        cancel_meeting(meeting=meeting, by=request.user, at=timezone.now())
        messages.success(request, _("Đã hủy buổi học."))
    except AttendanceRefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("class_meetings", desk.group.code)
