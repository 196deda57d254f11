"""Official reports: those issued, a draft to look at, and issuing it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from agencies.models import AgencyAncestry, AgencyPeriod, AgencyRole
from agencies.querysets import sees_everything
from enrolments.coordinating import classes_open_to, coordinates
from progress.models import ReportSnapshot
from progress.official import Content, Query, build
from progress.official.content import differences
from progress.official.letters import default_letter
from progress.report_forms import LetterForm, QueryForm
from progress.services import ReportRefusedError, issue_report
from progress.units import reached

SHOWN = 50
LINES = 100


def readable(user: User) -> QuerySet[ReportSnapshot]:
    """Reports about units that a role held today reached on the report's own day."""
    rows = ReportSnapshot.objects.select_related(
        "agency", "training_class", "issued_by"
    )
    if sees_everything(user):
        return rows
    roles = AgencyRole.objects.on(timezone.localdate()).filter(user=user)
    above = AgencyAncestry.objects.filter(
        descendant=OuterRef("agency"),
        ancestor__in=roles.values("agency"),
        period__contains=OuterRef("as_at"),
    )
    return rows.filter(Exists(above))


def own_units(user: User, *, on: date) -> QuerySet[AgencyPeriod]:
    """The units one may report on: all within reach, in Vietnamese order."""
    open_units = reached(user, today=timezone.localdate(), on=on)
    units = AgencyPeriod.objects.on(on).select_related("agency").listed()
    return units.filter(agency__in=open_units.values("descendant"))


def readers_only(user: User) -> QuerySet[AgencyPeriod]:
    units = own_units(user, on=timezone.localdate())
    if not units.exists():
        raise PermissionDenied(
            _("Trang này dành cho điều phối viên và lãnh đạo đơn vị.")
        )
    return units


def choices(user: User) -> dict[str, QuerySet]:
    """The units and the classes that a person's forms offer."""
    classes = classes_open_to(user, today=timezone.localdate())
    return {"units": readers_only(user), "classes": classes}


def show(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return render(
        request, f"progress/reports/{name}.html", context | {"nav_here": "reports"}
    )


@require_safe
@login_required
def reports(request: HttpRequest) -> HttpResponse:
    """What was issued about one's own units, the newest first."""
    readers_only(request.user)
    page = Paginator(readable(request.user), SHOWN).get_page(request.GET.get("page"))
    return show(request, "list", {"page": page})


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
    return show(request, "draft", context)


def shown(request: HttpRequest, content: Content) -> dict[str, Any]:
    page = Paginator(content.lines, LINES).get_page(request.GET.get("page"))
    return {"content": content, "lines": page}


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


def report_or_404(request: HttpRequest, uid: str) -> ReportSnapshot:
    found = readable(request.user).filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


@require_safe
@login_required
def report(request: HttpRequest, uid: str) -> HttpResponse:
    """A report as issued; on request, counted again from the facts beside it."""
    row = report_or_404(request, uid)
    content = Content.of(row.content)
    context = shown(request, content) | {"report": row}
    if "recount" in request.GET:
        context["differs"] = differences(content, build(Query.of(row.query)))
        context["is_recounted"] = True
    return show(request, "report", context)
