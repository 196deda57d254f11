"""The pages of a class: open it, see its people, make exceptions, copy, close."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
)

from enrolments.class_forms import (
    ClassForm,
    NewClassForm,
)
from enrolments.coordinating import coordinates_any
from enrolments.models import TrainingClass
from enrolments.services.audiences import apply_audience, set_audience
from enrolments.services.opening import CodeRefusedError, open_class
from enrolments.views.class_door import desk_or_404


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
        except CodeRefusedError as error:
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


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, code: str) -> HttpResponse:
    desk = desk_or_404(request, code, to_run=True)
    # The page goes on speaking of the class as it is, whatever was typed.
    form = ClassForm(request.POST or None, instance=copy(desk.group))
    if request.method == "POST" and form.is_valid():
        group = form.save()
        messages.success(request, _("Đã lưu."))
        return redirect("class_manage", group.code)
    return show(request, "form", {"form": form, "group": desk.group})
