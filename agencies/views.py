"""Reorganising units in Wagtail's admin: send a file, look, confirm."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agencies.models import (
    AgencyPeriod,
    AgencyRole,
    Membership,
    Reorganisation,
    Succession,
)
from agencies.reorganising import Step
from agencies.reorganising_forms import ReorganiseForm, unsealed
from agencies.services import AgencyTreeError
from agencies.services.reorganise import Outcome, reorganise
from agencies.step_words import told
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
    return {
        "outcome": outcome,
        "steps": told(said["file"], names_on(said["effective_on"])),
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
    return redirect("reorganisation_result", outcome.record.uid)


@permission_required(ADD, raise_exception=True)
def result(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What an applied reorganisation left to be done: roles to give, people to place."""
    record = get_object_or_404(Reorganisation, uid=uid)
    day, today = record.effective_on, timezone.localdate()
    lost = Membership.objects.without_unit(max(day, today)).filter(ended_on=day)
    placing = Membership.objects.without_unit(today).filter(ended_on=day)
    context = {
        "record": record,
        "steps": told((Step(**row) for row in record.plan), names_on(day)),
        "roles": ended_roles(day, timezone.localdate(record.applied_at)),
        "lost": lost.count(),
        "places": placing.for_whom_to_place(request.user, on=today).exists(),
    }
    return render(request, "agencies/admin/reorganised.html", context)


def ended_roles(day: date, entered_on: date) -> list[tuple[AgencyRole, str]]:
    """Each role that ended with its unit that day, and the form to give it anew."""
    rows = AgencyRole.objects.ended_with_their_units(day, entered_on=entered_on)
    rows = rows.select_related("user", "delegated_from__user").with_agency_name(
        day - timedelta(days=1)
    )
    rows = list(rows.order_by("agency_name", "user__sort_key", "pk"))
    heirs = defaultdict(list)
    found = Succession.objects.filter(predecessor__in=[row.agency_id for row in rows])
    for old, code in found.values_list("predecessor", "successor__code"):
        heirs[old].append(code)
    return [(row, grant_link(row, heirs[row.agency_id])) for row in rows]


def grant_link(role: AgencyRole, heirs: list[str]) -> str:
    """The form that gives the role anew; the unit is left open if several succeed."""
    said = {"staff_code": role.user.staff_code, "role": role.role}
    if len(heirs) == 1:
        said["agency_name"] = heirs[0]
    return reverse("agency_roles:add", query=said)
