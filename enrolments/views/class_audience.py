"""Whom a class is for, and applying it at once."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_POST,
)

from enrolments.class_forms import (
    AudienceForm,
)
from enrolments.services.audiences import apply_audience, set_audience
from enrolments.views.class_door import desk_or_404


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
