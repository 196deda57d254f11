"""One's own files: those a worker still makes, and those that are ready."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from progress.exporting import is_open
from progress.models import Export
from progress.report_reach import readers_only
from progress.services.exports import KEPT_FOR, drop_export

SHOWN = 20


def own_or_404(request: HttpRequest, uid: str) -> Export:
    """Another one's file is as if it did not exist."""
    found = Export.objects.of(request.user).filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


@require_safe
@login_required
def exports(request: HttpRequest) -> HttpResponse:
    """What one asked for in the last days, the newest first."""
    readers_only(request.user)
    own = Export.objects.of(request.user).exclude(expires_at__lte=timezone.now())
    page = Paginator(own, SHOWN).get_page(request.GET.get("page"))
    context = {"page": page, "days": KEPT_FOR.days, "nav_here": "reports"}
    return render(request, "progress/exports/list.html", context)


@require_safe
@login_required
def export(request: HttpRequest, uid: str) -> HttpResponse:
    """How far a file is; once it is ready, the way to it."""
    context = {"export": own_or_404(request, uid), "nav_here": "reports"}
    return render(request, "progress/exports/export.html", context)


@require_safe
@login_required
def export_file(request: HttpRequest, uid: str) -> HttpResponseBase:
    """The file itself, while one's roles still reach what it is about."""
    row = own_or_404(request, uid)
    if row.state != Export.State.READY:
        return redirect("export", row.uid)
    if not is_open(request.user, row.what, row.asked, today=timezone.localdate()):
        raise PermissionDenied(
            _("Anh/chị không còn được xem đơn vị này nên không tải tệp này được nữa.")
        )
    try:
        file = storages["private"].open(row.stored_name)
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(file, as_attachment=True, filename=row.file_name)


@require_POST
@login_required
def export_drop(request: HttpRequest, uid: str) -> HttpResponse:
    """Delete a file before its time; one that is still being made is given up."""
    row = own_or_404(request, uid)
    drop_export(row=row)
    messages.success(request, _("Đã xóa %(name)s.") % {"name": row.file_name})
    return redirect("exports")
