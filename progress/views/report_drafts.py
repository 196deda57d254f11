"""Choosing a report, looking at it, and issuing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from enrolments.coordinating import coordinates
from progress.models import ReportSnapshot
from progress.official import Query, build
from progress.official.letters import default_letter
from progress.report_forms import LetterForm, QueryForm
from progress.report_reach import choices
from progress.services import ReportRefusedError, issue_report
from progress.units import reached
from progress.views.reports import show, shown


def asked(request: HttpRequest, said: dict) -> QueryForm:
    """The form of a report; the unit must have been within reach on the day asked."""
    form = QueryForm(said or None, **choices(request.user))
    if said and form.is_valid():
        query = form.query()
        reach = reached(request.user, today=timezone.localdate(), on=query.as_at)
        if not reach.filter(descendant=query.agency).exists():
            form.add_error(
                "unit", _("Đơn vị này chưa thuộc phạm vi của anh/chị vào ngày đó.")
            )
    return form


@require_safe
@login_required
def draft(request: HttpRequest) -> HttpResponse:
    """Choose a report and look at it before anything is issued."""
    form = asked(request, request.GET)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        query = form.query()
        letter = LetterForm(
            initial=default_letter(query.agency, on=query.as_at, by=request.user)
        )
        context |= looked_at(request, form) | {"letter": letter}
        context["may_issue"] = may_issue(request.user, query)
    return show(request, "draft", context)


def looked_at(request: HttpRequest, form: QueryForm) -> dict[str, Any]:
    """The report itself, whose links lead to the draft wherever the page was asked."""
    query, place = form.query(), reverse("report_draft")
    words = shown(request, build(query), place=place, asked=form.asked())
    return words | {"is_today": query.as_at == timezone.localdate()}


def may_issue(user: User, query: Query) -> bool:
    today = timezone.localdate()
    return coordinates(user, query.agency, today=today, on=query.as_at)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def issue(request: HttpRequest) -> HttpResponse:
    """Issue the report that was looked at, under the year's next number."""
    if request.method != "POST":  # a refused form opened anew, perhaps in English
        return redirect(reverse("report_draft", query=request.GET))
    form, letter = asked(request, request.POST), LetterForm(request.POST)
    if not form.is_valid():
        return show(request, "draft", {"form": form})
    if not may_issue(request.user, form.query()):
        raise PermissionDenied(_("Lãnh đạo đơn vị chỉ xem, không ban hành báo cáo."))
    if letter.is_valid() and (made := issued(request, form.query(), letter)):
        words = _("Đã ban hành báo cáo số %(number)s.") % {"number": made.reference}
        messages.success(request, words)
        return redirect("report", made.uid)
    context = {"form": form, "letter": letter, "may_issue": True}
    return show(request, "draft", context | looked_at(request, form))


def issued(
    request: HttpRequest, query: Query, letter: LetterForm
) -> ReportSnapshot | None:
    """The report as it was issued, or None with the reason in the form."""
    said, by = letter.cleaned_data, request.user
    try:
        return issue_report(query=query, letter=said, by=by, at=timezone.now())
    except ReportRefusedError as error:
        letter.add_error(None, str(error))
        return None
