"""Who stands in for me, and for whom I stand in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agencies.days import Days
from agencies.models import AgencyRole
from agencies.querysets import has_a_role
from agencies.services.delegation import (
    DelegationRefusedError,
    delegate_role,
    end_delegation,
)
from enrolments.delegation_forms import DelegationForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delegations(request: HttpRequest) -> HttpResponse:
    """Name a deputy; see those named, and what one was named for."""
    if not has_a_role(request.user):
        raise PermissionDenied(
            _("Trang này dành cho điều phối viên và lãnh đạo đơn vị.")
        )
    form = DelegationForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            delegate_role(
                role=said["role"],
                to=said["staff_code"],
                since=said["since"],
                until=said["until"],
                reason=said["reason"],
                by=request.user,
            )
        except DelegationRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            words = _("%(name)s thay anh/chị trong những ngày đã ghi.")
            messages.success(request, words % {"name": said["staff_code"].full_name})
            return redirect("delegations")
    context = {
        "form": form,
        "given": given(request),
        "taken": taken(request),
        "nav_here": "coordinate",
    }
    return render(request, "enrolments/delegations.html", context)


def given(request: HttpRequest) -> list[tuple[AgencyRole, Days, bool]]:
    """Each delegation of one's own roles with its days, and whether it can be ended."""
    today = timezone.localdate()
    rows = AgencyRole.objects.filter(delegated_from__user=request.user)
    rows = rows.select_related("user").with_agency_name(today).order_by("-period")
    spans = [(row, Days.of(row.period)) for row in rows[:100]]
    return [(row, days, days.last is None or days.last >= today) for row, days in spans]


def taken(request: HttpRequest) -> list[tuple[AgencyRole, Days]]:
    today = timezone.localdate()
    rows = AgencyRole.objects.since(today).filter(user=request.user)
    rows = rows.exclude(delegated_from=None).select_related("delegated_from__user")
    return [(row, Days.of(row.period)) for row in rows.with_agency_name(today)]


@require_POST
@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    row = AgencyRole.objects.filter(pk=pk, delegated_from__user=request.user).first()
    if row is None:
        raise Http404
    end_delegation(delegation=row, on=timezone.localdate())
    messages.success(request, _("Đã thôi ủy quyền từ hôm nay."))
    return redirect("delegations")
