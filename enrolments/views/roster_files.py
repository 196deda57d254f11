"""Files of the wizard: an example to start from, and the result row by row."""

from __future__ import annotations

import tempfile
from itertools import chain

from django.contrib.auth.decorators import login_required
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.views.decorators.http import require_safe

from agencies.exports import BOM, Table, csv_lines, write_xlsx
from enrolments.roster_tables import example, result_table
from enrolments.views.rosters import coordinator_or_403, own_or_404

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@login_required
def example_file(request: HttpRequest) -> HttpResponseBase:
    coordinator_or_403(request.user)
    return as_xlsx(example(), "danh-sach-mau.xlsx")


@require_safe
@login_required
def result_file(request: HttpRequest, uid: str, ending: str) -> HttpResponseBase:
    """Every row with its verdict, or those of one verdict, to mend and send again."""
    roster = own_or_404(request, uid)
    table = result_table(roster, verdict=request.GET.get("verdict", ""))
    name = f"ket-qua-nhap-{roster.created_at:%Y-%m-%d}.{ending}"
    if ending == "xlsx":
        return as_xlsx(table, name)
    if ending != "csv":
        raise Http404
    lines = chain([BOM], csv_lines(table))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def as_xlsx(table: Table, name: str) -> FileResponse:
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    write_xlsx(table, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
