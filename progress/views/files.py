"""Files handed over: at once while they are short, else through a worker."""

from __future__ import annotations

import tempfile
from itertools import chain

from django.conf import settings
from django.contrib import messages
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.exports import BOM, Table, csv_lines, write_xlsx
from progress import bundles
from progress.exporting import Listing
from progress.services.exports import TooManyExports, ask_export

ENDINGS = {"csv", "xlsx"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def hand_over(request: HttpRequest, listing: Listing, ending: str) -> HttpResponseBase:
    """The file; of a long list the page that waits for it, asked twice the same one.

    It is saved; a paper opens in the browser where the link says so (`?view=1`).
    """
    if listing.bundle:
        return bundle_of(request, listing, ending)
    if ending not in ENDINGS and not (ending == "pdf" and listing.paper):
        raise Http404
    if is_long(listing, ending):
        return wait_for(request, listing, ending)
    name = f"{listing.name}.{ending}"
    if ending == "pdf":
        way = "inline" if "view" in request.GET else "attachment"
        headers = {"Content-Disposition": f'{way}; filename="{name}"'}
        return HttpResponse(listing.paper(), "application/pdf", headers=headers)
    return file_response(listing.table(), name, ending)


def bundle_of(request: HttpRequest, listing: Listing, ending: str) -> HttpResponse:
    """Papers are many files to read: always a worker's work."""
    if ending not in bundles.ENDINGS:
        raise Http404
    if not listing.total:
        messages.info(request, _("Chưa có giấy chứng nhận nào để tải về."))
        return redirect("exports")
    return wait_for(request, listing, ending)


def is_long(listing: Listing, ending: str) -> bool:
    """Whether it is too long for a request; CSV goes out line by line, however long."""
    most = {"xlsx": settings.EXPORT_ROWS, "pdf": settings.EXPORT_PDF_ROWS}
    return ending in most and listing.total > most[ending]


def wait_for(request: HttpRequest, listing: Listing, ending: str) -> HttpResponse:
    try:
        row = ask_export(
            listing=listing, ending=ending, by=request.user, at=timezone.now()
        )
    except TooManyExports as error:
        messages.warning(request, str(error))
        return redirect("exports")
    return redirect("export", row.uid)


def file_response(table: Table, name: str, ending: str) -> HttpResponseBase:
    if ending == "csv":
        lines = StreamingHttpResponse(
            chain([BOM], csv_lines(table)), content_type="text/csv; charset=utf-8"
        )
        lines["Content-Disposition"] = f'attachment; filename="{name}"'
        return lines
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    write_xlsx(table, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
