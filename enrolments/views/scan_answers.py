"""What a phone is told that scanned the code on the wall, or opens its address again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from enrolments.models import Attendance, Meeting


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
