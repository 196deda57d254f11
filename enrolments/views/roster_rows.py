"""One row of a roster, put right before anything is written."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from enrolments.models import RosterImport
from enrolments.roster_row_forms import RowForm
from enrolments.roster_row_pages import RowDesk
from enrolments.services.roster_import import (
    Correction,
    NotCorrectableError,
    StaleRosterError,
)
from enrolments.services.roster_import.verdicts import Planned
from enrolments.views.roster_row_answers import saved, show_row
from enrolments.views.roster_row_places import back_to
from enrolments.views.rosters import own_or_404


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
