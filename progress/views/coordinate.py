"""The coordinator's desk: progress of one's own units, down to a person; files of it."""

import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from agencies.models import Agency, AgencyPeriod, Kind
from agencies.querysets import sees_everything
from enrolments.coordinating import coordinates, coordinates_any
from progress import desk, hours, lists
from progress.ended import EndedUnit, ended_unit
from progress.exporting import LISTS, of_unit, papers_of_unit
from progress.filters import Filters, read_filters
from progress.group_items import classes_with
from progress.models import Export
from progress.own_classes import listed_classes
from progress.records import record_of
from progress.reports import agency_progress
from progress.standing import Standing
from progress.units import reached, top_units, way_to
from progress.views.files import hand_over

logger = logging.getLogger(__name__)


def asked(request: HttpRequest) -> Filters:
    return read_filters(request.GET, today=timezone.localdate())


class UnitEndedError(LookupError):
    """The unit was the user's to see, but does not exist any more on the day asked."""

    def __init__(self, ended: EndedUnit) -> None:
        super().__init__(ended.unit.name)
        self.ended = ended


def way_or_404(request: HttpRequest, code: str, filters: Filters) -> list[AgencyPeriod]:
    """The way to a unit the user may see; a foreign one is as if it did not exist.

    Raises UnitEndedError for one that has ended, which `says_where_it_went` answers.
    """
    today = timezone.localdate()
    try:
        return way_to(request.user, code, today=today, on=filters.on)
    except Agency.DoesNotExist as error:
        if ended := ended_unit(request.user, code, today=today, on=filters.on):
            raise UnitEndedError(ended) from error
        raise refused(request) from error


def says_where_it_went(view: Callable[..., HttpResponseBase]) -> Callable:
    """Of a unit that has ended, say since when and who followed instead of nothing."""

    @wraps(view)
    def answer(request: HttpRequest, code: str, **rest: str) -> HttpResponseBase:
        try:
            return view(request, code, **rest)
        except UnitEndedError as error:
            context = {"ended": error.ended, "view": request.resolver_match.view_name}
            page = "progress/coordinate/ended.html"
            return render(request, page, context, status=HTTPStatus.GONE)

    return answer


def refused(request: HttpRequest) -> Http404:
    logger.warning("refused: %s to user %s", request.path, request.user.pk)
    return Http404()


def own_units(request: HttpRequest, filters: Filters) -> list[AgencyPeriod]:
    units = top_units(request.user, today=timezone.localdate(), on=filters.on)
    if not units and filters.on == timezone.localdate():
        raise PermissionDenied(
            _("Trang này dành cho điều phối viên và lãnh đạo đơn vị.")
        )
    return units


def choose(
    request: HttpRequest, units: list[AgencyPeriod], target: str
) -> HttpResponse:
    context = {"units": units, "target": target, "filters": asked(request)}
    return render(request, "progress/coordinate/choose.html", context)


def show_unit(
    request: HttpRequest, way: list[AgencyPeriod], filters: Filters
) -> HttpResponse:
    page = desk.dashboard(way, filters)
    context = {
        "page": page,
        "kinds": Kind.choices,
        "may_remind": may_remind(request, page.unit, filters),
        "nav_here": "coordinate",
    }
    return render(request, "progress/coordinate/unit.html", context)


def may_remind(request: HttpRequest, unit: AgencyPeriod, filters: Filters) -> bool:
    """Mails go out today: only from today's page, by a coordinator of the unit."""
    today = timezone.localdate()
    return filters.on == today and coordinates(
        request.user, unit.agency, today=today, on=today
    )


@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """The user's unit; a choice when there are several; the filter form's target too."""
    filters = asked(request)
    if code := request.GET.get("agency"):
        query = request.GET.copy()
        del query["agency"]
        return redirect(
            f"{reverse('coordinate_agency', args=[code])}?{query.urlencode()}"
        )
    units = own_units(request, filters)
    if len(units) == 1:
        return show_unit(request, units, filters)
    return choose(request, units, "coordinate_agency")


@require_safe
@login_required
@says_where_it_went
def agency(request: HttpRequest, code: str) -> HttpResponse:
    filters = asked(request)
    return show_unit(request, way_or_404(request, code, filters), filters)


@require_safe
@login_required
def all_people(request: HttpRequest) -> HttpResponse:
    units = own_units(request, asked(request))
    if len(units) == 1:
        code = units[0].agency.code
        return redirect(reverse("coordinate_people", args=[code], query=request.GET))
    return choose(request, units, "coordinate_people")


@require_safe
@login_required
@says_where_it_went
def people(request: HttpRequest, code: str) -> HttpResponse:
    """Trainees of a subtree, fifty a page, with their state in each class."""
    filters = asked(request)
    page = lists.people_page(way_or_404(request, code, filters), filters)
    context = {
        "page": page,
        "states": Standing.choices,
        "may_remind": may_remind(request, page.scope.unit, filters),
        "nav_here": "people",
    }
    return render(request, "progress/coordinate/people.html", context)


@require_safe
@login_required
def person(request: HttpRequest, uid) -> HttpResponse:
    filters = asked(request)
    reach = reached(request.user, today=timezone.localdate(), on=filters.on)
    try:
        record = record_of(uid, reach=reach, on=filters.on)
    except User.DoesNotExist as error:
        raise refused(request) from error
    context = {
        "record": record,
        "filters": filters,
        "years": hours.of_person(record.user.pk, reach=reach, on=filters.on),
        "nav_here": "people",
    }
    return render(request, "progress/coordinate/person.html", context)


@require_safe
@login_required
def classes(request: HttpRequest) -> HttpResponse:
    """The classes of the user's units, with or without people yet, and their figures."""
    filters, today = asked(request), timezone.localdate()
    units = own_units(request, filters)
    parts = []
    for unit in units:
        progress = agency_progress(agency=unit.agency, on=filters.on)
        listed = listed_classes(
            unit,
            progress.total.by_class,
            on=filters.on,
            today=today,
            also_nobodys=sees_everything(request.user),
        )
        groups = classes_with(listed)
        parts.append(
            (unit, [(group, progress.of_class(group).total) for group in groups])
        )
    may_open = coordinates_any(request.user, on=today)
    context = {
        "parts": parts,
        "filters": filters,
        "may_open": may_open,
        "nav_here": "classes",
    }
    return render(request, "progress/coordinate/classes.html", context)


@require_safe
@login_required
def training_class(request: HttpRequest, code: str) -> HttpResponse:
    query = request.GET.copy()
    query["class"] = code
    return redirect(reverse("coordinate", query=query))


@require_safe
@login_required
def export(request: HttpRequest, code: str, what: str, ending: str) -> HttpResponseBase:
    """The table by agency, or the list of trainees, as CSV or XLSX."""
    filters = asked(request)
    try:
        way = way_or_404(request, code, filters)
    except UnitEndedError as error:
        raise refused(request) from error
    if what not in LISTS and what != Export.What.PAPERS:
        raise Http404
    scope = lists.scope_of(way, filters)
    if scope.error:
        # A file must never say something else than its name promises.
        raise Http404
    listing = papers_of_unit(scope) if what not in LISTS else of_unit(what, scope)
    return hand_over(request, listing, ending)
