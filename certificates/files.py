"""The file of a paper: for its holder while it stands, for the register's keeper always."""

from __future__ import annotations

import logging
from uuid import UUID

from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certificates.models import Certificate

log = logging.getLogger(__name__)
VOID = "khong-con-gia-tri-"  # before the name of a file that is void


def file_of(certificate: Certificate) -> FileResponse:
    """The file as it was issued; 404 where there is none or it is gone."""
    if not certificate.file:
        raise Http404
    try:
        paper = certificate.file.open("rb")
    except FileNotFoundError as error:
        log.exception("the file of certificate %s is gone", certificate.serial)
        raise Http404 from error
    name = certificate.filename
    return FileResponse(
        paper,
        as_attachment=True,
        filename=name if certificate.is_ready else VOID + name,
        content_type="application/pdf",
    )


@never_cache
@require_safe
@permission_required("certificates.view_certificate", raise_exception=True)
def kept_file(request: HttpRequest, uid: UUID) -> FileResponse:
    """The paper for who keeps the register, also when replaced or withdrawn."""
    return file_of(get_object_or_404(Certificate, uid=uid))
