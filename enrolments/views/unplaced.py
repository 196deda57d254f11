"""People whose unit has ended and who have no other: list, place, take back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.collation import fold
from accounts.models import User
from agencies.models import Agency, AgencyPeriod, Membership
from enrolments.coordinating import coordinates, coordinates_any
from enrolments.placing_forms import PlacingForm
from enrolments.services.placing import Placed, place_people, take_back
from enrolments.views.class_door import is_uid

SHOWN = 50
MOST = 500
SORTS = {
    "name": ["user__sort_key"],
    "unit": ["unit_name", "user__sort_key"],
    "since": ["ended_on", "user__sort_key"],
}
KEPT = "placed"  # in the session: the last placing, so that it can be taken back


def coordinator_or_403(user: User) -> None:
    if not coordinates_any(user, on=timezone.localdate()):
        raise PermissionDenied(_("Chỉ điều phối viên xếp được người vào đơn vị."))


def own_rows(user: User) -> QuerySet[Membership]:
    """The people who are this coordinator's to place today."""
    today = timezone.localdate()
    rows = Membership.objects.without_unit(today).select_related("user")
    return rows.for_whom_to_place(user, on=today)


def searched(rows: QuerySet[Membership], q: str) -> QuerySet[Membership]:
    for word in fold(q[:100].replace("\x00", "")).split():
        rows = rows.filter(user__search_text__contains=word)
    return rows


def headings(sort: str) -> list[tuple[str, str, str]]:
    """Label, what its link asks for, and `aria-sort` of each column."""
    labels = [("name", _("Người")), ("unit", _("Đơn vị cũ")), ("since", _("Từ ngày"))]
    directions = {"": "ascending", "-": "descending"}
    found = []
    for key, label in labels:
        minus = sort.removesuffix(key) if sort.removeprefix("-") == key else None
        link = f"-{key}" if minus == "" else key
        found.append((label, link, directions.get(minus, "")))
    return found


@require_safe
@login_required
def unplaced(request: HttpRequest) -> HttpResponse:
    """Who has had no unit since when, fifty a page, to be ticked and placed."""
    coordinator_or_403(request.user)
    return show_list(request, PlacingForm(user=request.user))


def show_list(request: HttpRequest, form: PlacingForm) -> HttpResponse:
    q, sort = request.GET.get("q", ""), request.GET.get("sort", "")
    sort = sort if sort.removeprefix("-") in SORTS else "since"
    minus = "-" if sort.startswith("-") else ""
    order = [minus + SORTS[sort.removeprefix("-")][0], "user__sort_key", "pk"]
    placed = last_placed(request)
    rows = searched(own_rows(request.user), q).order_by(*order)
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


def keep(request: HttpRequest, placed: Placed) -> None:
    request.session[KEPT] = {
        "agency": placed.agency.pk,
        "on": placed.on.isoformat(),
        "before": list(placed.before.items()),
        "after": list(placed.after.items()),
    }
    cache.delete(f"desks:{request.user.pk}")


def forget(request: HttpRequest) -> None:
    del request.session[KEPT]
    cache.delete(f"desks:{request.user.pk}")


def last_placed(request: HttpRequest) -> Placed | None:
    kept: dict[str, Any] | None = request.session.get(KEPT)
    if not kept:
        return None
    return Placed(
        Agency.objects.get(pk=kept["agency"]),
        date.fromisoformat(kept["on"]),
        dict(kept["before"]),
        dict(kept["after"]),
    )


def name_of(placed: Placed | None) -> str:
    """The unit of the last placing, as it was called on the first day there."""
    if placed is None:
        return ""
    names = AgencyPeriod.objects.on(placed.on).filter(agency=placed.agency)
    return names.values_list("name", flat=True).first() or placed.agency.code


def show(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    context |= {"nav_here": "people"}
    return render(request, f"enrolments/unplaced/{name}.html", context)
