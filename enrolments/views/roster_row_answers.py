"""Where a row that was put right leads: its verdict told, the next row, or the preview."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from enrolments.roster_pages import WAITING
from enrolments.roster_row_forms import RowForm
from enrolments.roster_row_pages import RowDesk
from enrolments.services.roster_import import Correction, correct_row
from enrolments.services.roster_import.verdicts import Planned, Verdict
from enrolments.views.roster_row_places import back_to, place
from enrolments.views.rosters import seen_version, show


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
    if now and now.verdict in WAITING:
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
    waits = now.verdict in WAITING
    (messages.warning if waits else messages.success)(request, words)


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
