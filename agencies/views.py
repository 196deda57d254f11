"""Reorganising units in Wagtail's admin: send a file, look, confirm."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agencies.models import AgencyPeriod, Reorganisation
from agencies.reorganising_forms import ReorganiseForm, unsealed
from agencies.services import AgencyTreeError
from agencies.services.reorganise import Outcome, reorganise
from agencies.tables import ImportReport, RowError

ADD = "agencies.add_reorganisation"
TEMPLATE = "agencies/admin/reorganise.html"


@permission_required(ADD, raise_exception=True)
def reorganisation(request: HttpRequest) -> HttpResponse:
    """The form with past reorganisations; after a file, what it would do."""
    form = ReorganiseForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "past": Reorganisation.objects.all()[:50]}
    if request.method == "POST" and form.is_valid():
        context |= preview(form, request)
    return render(request, TEMPLATE, context)


def preview(form: ReorganiseForm, request: HttpRequest) -> dict[str, Any]:
    """Apply it, look, and take it all back."""
    said = form.cleaned_data
    if form.errors_in_rows:
        return {"refusals": form.errors_in_rows}
    with transaction.atomic():
        content = {"steps": said["file"], "effective_on": said["effective_on"]}
        outcome = tried(content, request)
        transaction.set_rollback(True)
    if outcome.report.errors:
        return {"refusals": outcome.report.errors}
    names = names_on(said["effective_on"])
    return {
        "outcome": outcome,
        "steps": [(step, names.get(step.code, "")) for step in said["file"]],
        "sealed": form.sealed(),
        "day": said["effective_on"],
    }


def names_on(day: date) -> dict[str, str]:
    """What units were called up to that day."""
    rows = AgencyPeriod.objects.filter(period__startswith__lt=day) | (
        AgencyPeriod.objects.filter(period__startswith=None)
    )
    return dict(rows.order_by("period").values_list("agency__code", "name"))


def tried(content: dict[str, Any], request: HttpRequest) -> Outcome:
    try:
        return reorganise(**content, at=timezone.now(), by=request.user)
    except AgencyTreeError as error:
        return Outcome(ImportReport(errors=[RowError(None, None, str(error))]))


@permission_required(ADD, raise_exception=True)
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Do what was looked at; a second click changes nothing."""
    try:
        content = unsealed(request.POST.get("sealed", ""))
    except signing.BadSignature:
        messages.error(
            request, _("Bản xem trước đã quá một giờ. Hãy gửi lại tệp để xem lại.")
        )
        return redirect("reorganisation")
    content["effective_on"] = date.fromisoformat(content["effective_on"])
    outcome = tried(content, request)
    if outcome.report.errors:
        context = {"form": ReorganiseForm(), "refusals": outcome.report.errors}
        return render(request, TEMPLATE, context)
    messages.success(request, _("Đã áp dụng việc sắp xếp đơn vị."))
    if not outcome.homeless:
        return redirect("reorganisation")
    context = {"form": ReorganiseForm(), "outcome": outcome, "is_done": True}
    return render(request, TEMPLATE, context)
