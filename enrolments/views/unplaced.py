"""People whose unit has ended and who have no other: list, place, take back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from agencies.models import Agency, Membership
from enrolments.coordinating import coordinates, coordinates_any
from enrolments.placing_forms import PlacingForm
from enrolments.services.placing import place_people, take_back
from enrolments.unplaced import headings, known, order_of, searched
from enrolments.views.class_door import is_uid
from enrolments.views.last_placing import forget, keep, last_placed, name_of

SHOWN = 50
MOST = 500


def coordinator_or_403(user: User) -> None:
    if not coordinates_any(user, on=timezone.localdate()):
        raise PermissionDenied(_("Chỉ điều phối viên xếp được người vào đơn vị."))


def own_rows(user: User) -> QuerySet[Membership]:
    """The people who are this coordinator's to place today."""
    today = timezone.localdate()
    rows = Membership.objects.without_unit(today).select_related("user")
    return rows.for_whom_to_place(user, on=today)


@require_safe
@login_required
def unplaced(request: HttpRequest) -> HttpResponse:
    """Who has had no unit since when, fifty a page, to be ticked and placed."""
    coordinator_or_403(request.user)
    return show_list(request, PlacingForm(user=request.user))


def show_list(request: HttpRequest, form: PlacingForm) -> HttpResponse:
    q, sort = request.GET.get("q", ""), request.GET.get("sort", "")
    sort = known(sort)
    placed = last_placed(request)
    rows = searched(own_rows(request.user), q).order_by(*order_of(sort))
    context = {
        "page": Paginator(rows, SHOWN).get_page(request.GET.get("page")),
        "q": q,
        "headings": headings(sort),
        "form": form,
        "ticked": set(request.POST.getlist("person")),
        "placed": placed,
        "placed_in": name_of(placed),
    }
    return show(request, "list", context)


@require_POST
@login_required
def place(request: HttpRequest) -> HttpResponse:
    """Look at who goes where; then it is done."""
    coordinator_or_403(request.user)
    rows = chosen(request)
    form = PlacingForm(request.POST, user=request.user, rows=rows)
    if not rows and "confirm" in request.POST:  # a second click, or somebody else's
        messages.warning(request, _("Những người này không còn chờ được xếp."))
        return redirect("unplaced")
    if not rows:
        form.add_error(None, _("Chọn ít nhất một người."))
    if not form.is_valid():
        return show_list(request, form)
    if "confirm" not in request.POST:
        return show(request, "preview", {"rows": rows, "form": form})
    done = place_people(
        users=[row.user for row in rows],
        agency=Agency.objects.get(pk=form.cleaned_data["unit"].pk),
        on=form.cleaned_data["since"],
        by=request.user,
        at=timezone.now(),
    )
    keep(request, done)
    return redirect("unplaced")


def chosen(request: HttpRequest) -> list[Membership]:
    """Those of the form who are one's own to place; others are as if not there."""
    uids = ",".join(request.POST.getlist("person")).split(",")[:MOST]
    found = own_rows(request.user).filter(user__uid__in=[u for u in uids if is_uid(u)])
    return list(found.order_by("user__sort_key", "pk"))


@require_POST
@login_required
def undo(request: HttpRequest) -> HttpResponse:
    """Leave the people placed last without a unit again. A second click does nothing."""
    coordinator_or_403(request.user)
    today = timezone.localdate()
    if placed := last_placed(request):
        if not coordinates(request.user, placed.agency, today=today, on=placed.on):
            raise PermissionDenied(_("Anh/chị không còn điều phối đơn vị này."))
        stayed = take_back(placed=placed, by=request.user)
        forget(request)
        tell(request, stayed)
    return redirect("unplaced")


def tell(request: HttpRequest, stayed: list[int]) -> None:
    if not stayed:
        messages.success(request, _("Đã hoàn tác: họ lại chưa có đơn vị."))
        return
    names = User.objects.filter(pk__in=stayed).order_by("sort_key")
    words = _("Đã được chuyển tiếp sau đó nên giữ nguyên: %(names)s.")
    names = ", ".join(names.values_list("full_name", flat=True))
    messages.warning(request, words % {"names": names})


def show(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    context |= {"nav_here": "people"}
    return render(request, f"enrolments/unplaced/{name}.html", context)
