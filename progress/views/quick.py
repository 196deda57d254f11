"""Lessons finished very fast: the list of a unit, and noting that one talked about them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from agencies.models import AgencyPeriod
from progress.filters import Filters
from progress.models import QuickFinish
from progress.quick import quick_page
from progress.quick_forms import TalkForm
from progress.services import TalkRefusedError, lay_aside, take_back
from progress.views.coordinate import (
    asked,
    may_remind,
    says_where_it_went,
    way_or_404,
)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@says_where_it_went
def quick(request: HttpRequest, code: str) -> HttpResponse:
    """The list as the address asks for it; what is noted comes back to the same list."""
    filters = asked(request)
    if other := request.GET.get("agency"):
        return redirect(to_unit(request, other))
    way = way_or_404(request, code, filters)
    if request.method == "GET" or request.method == "HEAD":
        return show(request, way, filters)
    if not may_note(request, way, filters):
        raise PermissionDenied(_("Lãnh đạo đơn vị chỉ xem, không ghi trao đổi."))
    form = talk_form(request)
    if form.is_valid() and noted(request, form):
        return redirect(request.get_full_path())
    return show(request, way, filters, form)


def to_unit(request: HttpRequest, code: str) -> str:
    """The same question about another unit, which the filter form names."""
    query = request.GET.copy()
    for name in ("agency", "page"):
        query.pop(name, None)
    return reverse("coordinate_quick", args=[code], query=query)


def may_note(request: HttpRequest, way: list[AgencyPeriod], filters: Filters) -> bool:
    """A talk is noted today, by a coordinator of the unit; heads only read."""
    return may_remind(request, way[-1], filters)


def talk_form(request: HttpRequest) -> TalkForm:
    today = timezone.localdate()
    ours = QuickFinish.objects.known(on=today).writable_by(request.user, on=today)
    return TalkForm(request.POST, finishes=ours)


def noted(request: HttpRequest, form: TalkForm) -> bool:
    said = form.cleaned_data
    verb = lay_aside if said["action"] == TalkForm.ASIDE else take_back
    try:
        count = verb(
            finishes=said["finish"],
            note=said["note"],
            by=request.user,
            at=timezone.now(),
        )
    except TalkRefusedError as error:
        form.add_error(None, str(error))
        return False
    text = ngettext("Đã ghi cho %(n)s bài.", "Đã ghi cho %(n)s bài.", count)
    messages.success(request, text % {"n": count})
    return True


def show(
    request: HttpRequest,
    way: list[AgencyPeriod],
    filters: Filters,
    form: TalkForm | None = None,
) -> HttpResponse:
    context = {
        "page": quick_page(way, filters),
        "form": form,
        "may_note": may_note(request, way, filters),
        "nav_here": "people",
    }
    return render(request, "progress/coordinate/quick.html", context)
