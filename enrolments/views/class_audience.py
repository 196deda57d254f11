"""Whom a class is for: looked at first, then written and applied."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from enrolments.audience_forms import AudienceForm
from enrolments.audience_pages import add_preview, apply_preview, removal_preview
from enrolments.services.audiences import apply_audience, set_audience
from enrolments.views.class_door import Desk, desk_or_404
from enrolments.views.classes import show


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def audience(request: HttpRequest, code: str) -> HttpResponse:
    """Say who would be enrolled and closed; on confirmation write the rule and apply it."""
    desk = desk_or_404(request, code, to_run=True)
    said = request.POST if request.method == "POST" else request.GET
    if removed := said.get("remove"):
        rows = desk.group.audiences.filter(pk=removed if removed.isdecimal() else 0)
        if request.method == "POST":
            rows.delete()
            return apply_now(request, code)
        return preview(desk, removal_preview(desk.group, request, rows.first()))
    if request.method != "POST" and "unit" not in said:
        return preview(desk, apply_preview(desk.group, request))
    form = AudienceForm(said, user=request.user)
    if not form.is_valid():
        return show(request, "audience", {"group": desk.group, "form": form})
    if request.method != "POST":
        return preview(desk, add_preview(desk.group, request, form))
    return written(desk, form)


def preview(desk: Desk, context: dict) -> HttpResponse:
    return show(desk.request, "audience", context | {"group": desk.group})


def written(desk: Desk, form: AudienceForm) -> HttpResponse:
    said = form.cleaned_data
    set_audience(
        training_class=desk.group,
        agency_id=said["unit"].pk,
        is_with_below=said["is_with_below"],
        positions=said["positions"],
        by=desk.request.user,
    )
    return apply_now(desk.request, desk.group.code)


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
