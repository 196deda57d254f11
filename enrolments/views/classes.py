"""The pages of a class: open it, see its people, make exceptions, copy, close."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from enrolments.class_forms import (
    AudienceForm,
    ClassForm,
    ExceptionForm,
    NewClassForm,
)
from enrolments.class_pages import people_page
from enrolments.coordinating import coordinates_any
from enrolments.models import Enrolment, TrainingClass
from enrolments.services.audiences import apply_audience, set_audience
from enrolments.services.exceptions import (
    ExceptionRefusedError,
    end_enrolments,
    extend,
    reinstate,
)
from enrolments.services.opening import CodeTakenError, open_class
from enrolments.views.class_door import Desk, desk_or_404

PEOPLE_SHOWN = 100


def show(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return render(
        request, f"enrolments/classes/{name}.html", context | {"nav_here": "classes"}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Open a class for a unit one coordinates."""
    if not coordinates_any(request.user, on=timezone.localdate()):
        raise PermissionDenied(_("Chỉ điều phối viên mở được lớp."))
    form = NewClassForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            group = opened(form, request)
        except CodeTakenError as error:
            form.add_error("code", str(error))
        else:
            messages.success(request, _("Đã mở lớp %(code)s.") % {"code": group.code})
            return redirect("class_manage", group.code)
    return show(request, "form", {"form": form})


@transaction.atomic
def opened(form: NewClassForm, request: HttpRequest) -> TrainingClass:
    said = dict(form.cleaned_data)
    agency = said.pop("unit").agency
    for_everyone = said.pop("for_everyone")
    group = open_class(by=request.user, organiser=agency, **said)
    if for_everyone:
        set_audience(
            training_class=group,
            agency_id=agency.pk,
            is_with_below=True,
            by=request.user,
        )
        apply_audience(training_class=group, at=timezone.now())
    return group


@require_safe
@login_required
def manage(request: HttpRequest, code: str) -> HttpResponse:
    return show_class(request, desk_or_404(request, code))


def show_class(
    request: HttpRequest, desk: Desk, form: ExceptionForm | None = None
) -> HttpResponse:
    shown = people_page(desk.enrolments, request.GET)
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


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, code: str) -> HttpResponse:
    desk = desk_or_404(request, code, to_run=True)
    form = ClassForm(request.POST or None, instance=desk.group)
    if request.method == "POST" and form.is_valid():
        group = form.save()
        messages.success(request, _("Đã lưu."))
        return redirect("class_manage", group.code)
    return show(request, "form", {"form": form, "group": desk.group})


@require_POST
@login_required
def audience(request: HttpRequest, code: str) -> HttpResponse:
    """Add people of a unit, take an audience away, or apply the rule at once."""
    desk = desk_or_404(request, code, to_run=True)
    if removed := request.POST.get("remove"):
        desk.group.audiences.filter(pk=removed if removed.isdecimal() else 0).delete()
    else:
        form = AudienceForm(request.POST, user=request.user)
        if not form.is_valid():
            raise Http404
        said = form.cleaned_data
        set_audience(
            training_class=desk.group,
            agency_id=said["unit"].agency_id,
            is_with_below=said["is_with_below"],
            positions=said["positions"],
            by=request.user,
        )
    return apply_now(request, code)


@require_POST
@login_required
def apply_now(request: HttpRequest, code: str) -> HttpResponse:
    desk = desk_or_404(request, code, to_run=True)
    done = apply_audience(training_class=desk.group, at=timezone.now())
    words = _(
        "Ghi danh thêm %(enrolled)s, cho học lại %(reopened)s, kết thúc %(closed)s người."
    )
    messages.success(request, words % vars(done))
    return redirect("class_manage", code)
