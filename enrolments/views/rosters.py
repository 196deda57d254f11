"""The wizard of a roster: send, check columns, look, apply, undo."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.models import User
from agencies.workbooks import UnusableFileError
from enrolments.coordinating import coordinates_any
from enrolments.models import RosterImport
from enrolments.roster_forms import ColumnsForm, UploadForm
from enrolments.roster_pages import Preview, kept_rows, samples
from enrolments.services import ClassClosedError
from enrolments.services.roster_import import (
    StaleRosterError,
    keep_upload,
    plan_import,
    start_applying,
    start_undoing,
)
from enrolments.services.roster_import.uploads import Upload

State = RosterImport.State
PAST_SHOWN = 20


def coordinator_or_403(user: User) -> None:
    if not coordinates_any(user, on=timezone.localdate()):
        raise PermissionDenied(_("Chỉ điều phối viên nhập được danh sách."))


def own_or_404(request: HttpRequest, uid: str) -> RosterImport:
    """A roster of the asker's own; another one's is as if it did not exist."""
    coordinator_or_403(request.user)
    rows = RosterImport.objects.select_related("agency", "training_class")
    found = rows.filter(uid=uid, owner=request.user).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rosters(request: HttpRequest) -> HttpResponse:
    """The form to send a file, and what was sent before."""
    coordinator_or_403(request.user)
    initial = {"training_class": request.GET.get("class")}
    form = UploadForm(
        request.POST or None, request.FILES or None, user=request.user, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            roster = keep_upload(
                upload=upload_of(form), by=request.user, at=timezone.now()
            )
            return redirect("roster", roster.uid)
        except UnusableFileError as error:
            form.add_error("file", str(error))
    past = RosterImport.objects.filter(owner=request.user).select_related(
        "agency", "training_class"
    )
    page = Paginator(past.defer("plan", "undo"), PAST_SHOWN).get_page(
        request.GET.get("page")
    )
    return show(request, "upload", {"form": form, "past": page, "step": 1})


def upload_of(form: UploadForm) -> Upload:
    said = form.cleaned_data
    return Upload(
        name=said["file"].name,
        content=said["file"].read(),
        agency=said["unit"].agency,
        effective_on=said["effective_on"],
        is_complete=said["is_complete"],
        training_class=said["training_class"],
    )


@require_safe
@login_required
def roster(request: HttpRequest, uid: str) -> HttpResponse:
    """The page of the step the roster has reached."""
    row = own_or_404(request, uid)
    if row.state == State.UPLOADED or (
        "columns" in request.GET and row.state == State.PLANNED
    ):
        return show_columns(request, row, ColumnsForm(roster=row))
    if row.state == State.PLANNED:
        return show(request, "preview", preview_of(request, row) | {"step": 3})
    if row.state in {State.APPLYING, State.UNDOING}:
        return show(request, "wait", {"roster": row, "step": 4})
    context = preview_of(request, row) | {"kept": kept_rows(row), "step": 4}
    return show(request, "done", context)


def preview_of(request: HttpRequest, row: RosterImport) -> dict[str, Any]:
    preview = Preview(row, verdict=request.GET.get("verdict", ""))
    page = Paginator(preview.shown, 100).get_page(request.GET.get("page"))
    return {"roster": row, "preview": preview, "page": page}


def show_columns(
    request: HttpRequest, row: RosterImport, form: ColumnsForm
) -> HttpResponse:
    try:
        spare = [i in row.columns.get("spare", []) for i in range(len(form.fields))]
        columns = list(zip(form, samples(row), spare, strict=True))
    except UnusableFileError as error:
        return show(request, "columns", {"roster": row, "error": str(error), "step": 2})
    context = {"roster": row, "form": form, "columns": columns, "step": 2}
    return show(request, "columns", context)


@require_POST
@login_required
def columns(request: HttpRequest, uid: str) -> HttpResponse:
    """Read the file with the columns as they were corrected."""
    row = own_or_404(request, uid)
    form = ColumnsForm(request.POST, roster=row)
    if not form.is_valid():
        return show_columns(request, row, form)
    chosen = form.columns(form.cleaned_data)
    try:
        plan_import(
            roster=row, columns=chosen, seen=seen_version(request), at=timezone.now()
        )
    except (UnusableFileError, StaleRosterError) as error:
        form.add_error(None, str(error))
        return show_columns(request, row, form)
    return redirect("roster", row.uid)


@require_POST
@login_required
def apply(request: HttpRequest, uid: str) -> HttpResponse:
    row = own_or_404(request, uid)
    try:
        start_applying(roster=row, seen=seen_version(request), at=timezone.now())
    except (ClassClosedError, StaleRosterError) as error:
        row = own_or_404(request, uid)
        context = preview_of(request, row) | {"error": str(error), "step": 3}
        return show(request, "preview", context)
    return redirect("roster", row.uid)


@require_POST
@login_required
def undo(request: HttpRequest, uid: str) -> HttpResponse:
    row = own_or_404(request, uid)
    start_undoing(roster=row, at=timezone.now())
    return redirect("roster", row.uid)


def seen_version(request: HttpRequest) -> int | None:
    """Which version of the roster the form was made from, when it says so."""
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() and len(said) < 10 else None


def show(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return render(
        request, f"enrolments/roster/{name}.html", context | {"nav_here": "people"}
    )
