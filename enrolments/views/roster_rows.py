"""One row of a roster, put right before anything is written."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from enrolments.models import RosterImport
from enrolments.roster_row_forms import RowForm
from enrolments.roster_row_pages import RowDesk
from enrolments.services.roster_import import (
    Correction,
    NotCorrectableError,
    StaleRosterError,
    correct_row,
)
from enrolments.services.roster_import.verdicts import Planned, Verdict
from enrolments.views.rosters import own_or_404, seen_version, show


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def row(request: HttpRequest, uid: str, key: str) -> HttpResponse:
    """The cells of one row to put right, and whom it means."""
    roster = own_or_404(request, uid)
    desk = desk_or_404(request, roster, key)
    if request.method != "POST" or roster.state != RosterImport.State.PLANNED:
        return show_row(request, desk, RowForm(desk=desk))
    said = ticked(request.POST, desk)
    if said is None:
        answered = RowForm(desk=desk, initial=searched(request, desk))
        return show_row(request, desk, answered)
    form = RowForm(said, desk=desk)
    if not form.is_valid():
        return show_row(request, desk, form)
    try:
        return saved(request, desk, form.correction())
    except (StaleRosterError, NotCorrectableError) as error:
        fresh = desk_or_404(request, own_or_404(request, uid), key)
        return show_row(request, fresh, RowForm(said, desk=fresh), error=str(error))


@require_POST
@login_required
def skip(request: HttpRequest, uid: str, key: str) -> HttpResponse:
    """Leave the row out, or take it back."""
    roster = own_or_404(request, uid)
    desk = desk_or_404(request, roster, key)
    out = request.POST.get("skip", "1") == "1"
    try:
        return saved(request, desk, Correction(skip=out))
    except (StaleRosterError, NotCorrectableError) as error:
        messages.error(request, str(error))
        return redirect(back_to(request, roster, key))


def desk_or_404(request: HttpRequest, roster: RosterImport, key: str) -> RowDesk:
    found = next((row for row in roster.plan if row.get("key") == key), None)
    if found is None:
        raise Http404
    asked = " ".join(request.POST.get("unit_search", "").split())
    chosen = request.POST.get("unit", "")
    return RowDesk(roster, Planned(**found), asked=asked, chosen=chosen)


def ticked(said: QueryDict, desk: RowDesk) -> QueryDict | None:
    """What was sent, the one unit found ticked; None where the search must be answered."""
    if "find" in said or (desk.asked and len(desk.hits) != 1):
        return None
    if not desk.asked:
        return said
    answered = said.copy()
    answered["unit"] = desk.hits[0].code
    return answered


def searched(request: HttpRequest, desk: RowDesk) -> dict[str, str]:
    """Nothing typed is lost; a single hit is ticked."""
    said = request.POST.dict()
    return said | ({"unit": desk.hits[0].code} if len(desk.hits) == 1 else {})


def saved(request: HttpRequest, desk: RowDesk, correction: Correction) -> HttpResponse:
    key, before = desk.planned.key, desk.shown.label
    roster = correct_row(
        roster=desk.roster,
        key=key,
        correction=correction,
        seen=seen_version(request),
        at=timezone.now(),
    )
    now = next((Planned(**row) for row in roster.plan if row["key"] == key), None)
    tell(request, now, before)
    following = RowDesk(roster, now, asked="", chosen="").next_key if now else ""
    if "next" in request.POST and following:
        return redirect(place(request, "roster_row", roster, following))
    if now and now.verdict in {Verdict.DOUBTFUL, Verdict.REFUSED}:
        return redirect(place(request, "roster_row", roster, key))
    return redirect(back_to(request, roster, key))


def tell(request: HttpRequest, now: Planned | None, before: str) -> None:
    if now is None:
        messages.success(request, _("Đã lưu."))
        return
    words = _("%(name)s: %(before)s → %(after)s.") % {
        "name": _("Dòng %(row)s") % {"row": now.row} if now.row else now.full_name,
        "before": before,
        "after": Verdict(now.verdict).label,
    }
    waits = now.verdict in {Verdict.DOUBTFUL, Verdict.REFUSED}
    (messages.warning if waits else messages.success)(request, words)


def place(request: HttpRequest, name: str, roster: RosterImport, *args: str) -> str:
    """An address with the filter and page that the coordinator came from."""
    kept = QueryDict(mutable=True)
    for word in ("verdict", "page"):
        if value := request.GET.get(word):
            kept[word] = value
    query = f"?{kept.urlencode()}" if kept else ""
    return reverse(name, args=[roster.uid, *args]) + query


def back_to(request: HttpRequest, roster: RosterImport, key: str) -> str:
    return f"{place(request, 'roster', roster)}#dong-{key}"


def show_row(
    request: HttpRequest, desk: RowDesk, form: RowForm, error: str = ""
) -> HttpResponse:
    context = {
        "roster": desk.roster,
        "desk": desk,
        "form": form,
        "error": error,
        "back": back_to(request, desk.roster, desk.planned.key),
        "step": 3,
    }
    return show(request, "row", context)
