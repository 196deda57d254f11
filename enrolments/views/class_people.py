"""The learners of a class, and exceptions made for them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from enrolments.audience_forms import AudienceForm
from enrolments.class_forms import ExceptionForm
from enrolments.class_pages import people_page
from enrolments.models import Enrolment
from enrolments.services.exceptions import (
    ExceptionRefusedError,
    end_enrolments,
    extend,
    reinstate,
)
from enrolments.views.class_door import Desk, desk_or_404
from enrolments.views.classes import show

PEOPLE_SHOWN = 100


@require_safe
@login_required
def manage(request: HttpRequest, code: str) -> HttpResponse:
    return show_class(request, desk_or_404(request, code))


def show_class(
    request: HttpRequest, desk: Desk, form: ExceptionForm | None = None
) -> HttpResponse:
    shown = people_page(desk.group, desk.enrolments, request.GET)
    page = Paginator(shown.rows, PEOPLE_SHOWN).get_page(request.GET.get("page"))
    context = {
        "desk": desk,
        "group": desk.group,
        "people": shown,
        "page": page,
        "form": form or ExceptionForm(),
        "audiences": shown.audiences(desk.group),
        "audience_form": AudienceForm(user=request.user) if desk.runs else None,
        "meetings": desk.group.meetings.count(),
    }
    return show(request, "manage", context)


@require_POST
@login_required
def people(request: HttpRequest, code: str) -> HttpResponse:
    """Extend, exempt, withdraw or let in again the learners chosen."""
    desk = writing_desk(request, code)
    form = ExceptionForm(request.POST)
    rows = desk.chosen(request.POST.getlist("enrolment"))
    if not rows:
        form.add_error(None, _("Chọn ít nhất một học viên."))
    if not form.is_valid():
        return show_class(request, desk, form)
    try:
        count = carried_out(form.cleaned_data, rows, request)
    except ExceptionRefusedError as error:
        form.add_error(None, str(error))
        return show_class(request, desk, form)
    message = ngettext(
        "Đã ghi cho %(n)s học viên.", "Đã ghi cho %(n)s học viên.", count
    )
    messages.success(request, message % {"n": count})
    return redirect("class_manage", code)


def carried_out(
    said: dict[str, Any], rows: list[Enrolment], request: HttpRequest
) -> int:
    more = {"enrolments": rows, "by": request.user, "at": timezone.now()}
    if said["action"] == ExceptionForm.EXTEND:
        return extend(due_on=said["due_on"], reason=said["reason"], **more)
    if said["action"] == ExceptionForm.REINSTATE:
        return reinstate(**more)
    why = Enrolment.EndedReason(said["action"])
    return end_enrolments(why=why, note=said["reason"], **more)


def writing_desk(request: HttpRequest, code: str) -> Desk:
    desk = desk_or_404(request, code)
    if not desk.writes:
        raise PermissionDenied(_("Lãnh đạo đơn vị chỉ xem, không sửa."))
    return desk
