"""Choosing a report, looking at it, and issuing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from enrolments.coordinating import coordinates
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
        context |= shown(request, build(query)) | {"letter": letter}
        context["may_issue"] = may_issue(request.user, query)
        context["is_today"] = query.as_at == timezone.localdate()
    return show(request, "draft", context)


def may_issue(user: User, query: Query) -> bool:
    today = timezone.localdate()
    return coordinates(user, query.agency, today=today, on=query.as_at)


@require_POST
@login_required
def issue(request: HttpRequest) -> HttpResponse:
    """Issue the report that was looked at, under the year's next number."""
    form = asked(request, request.POST)
    if not form.is_valid():
        return show(request, "draft", {"form": form})
    query, letter = form.query(), LetterForm(request.POST)
    if not may_issue(request.user, query):
        raise PermissionDenied(_("Lãnh đạo đơn vị chỉ xem, không ban hành báo cáo."))
    context = {"form": form, "letter": letter, "may_issue": True}
    if letter.is_valid():
        try:
            made = issue_report(
                query=query,
                letter=letter.cleaned_data,
                by=request.user,
                at=timezone.now(),
            )
        except ReportRefusedError as error:
            letter.add_error(None, str(error))
        else:
            messages.success(
                request,
                _("Đã ban hành báo cáo số %(number)s.") % {"number": made.reference},
            )
            return redirect("report", made.uid)
    return show(request, "draft", context | shown(request, build(query)))
