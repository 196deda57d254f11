"""Certificates and registers in /cms/: what was done, the proof, the book."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.views.generic.models import InspectView

from certificates.book import filename, pdf_of, xlsx_of
from certificates.history import history_of
from certificates.models import Certificate, Register
from certificates.proving import faults
from certificates.services import paper_of
from certificates.steps import open_steps

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class CertificateInspectView(InspectView):
    """One paper: what stands on it, what was done, what may be done."""

    template_name = "certificates/admin/certificate.html"
    page_title = gettext_lazy("Giấy số")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paper: Certificate = self.object
        asked = paper.requests.filter(settled_by=None).first()
        today = timezone.localdate()
        return super().get_context_data(**kwargs) | {
            "certificate": paper,
            "paper": paper_of(paper),
            "history": history_of(paper),
            "steps": open_steps(paper, self.request.user),
            "asked": asked,
            "is_late": asked is not None and asked.is_late(on=today),
            "is_expired": paper.is_ready and paper.is_expired(on=today),
        }


class RegisterInspectView(InspectView):
    """One book: how far it goes, and its proof when that was asked for."""

    template_name = "certificates/admin/register.html"
    page_title = gettext_lazy("Sổ cấp")

    @cached_property
    def is_asked(self) -> bool:
        return "check" in self.request.GET

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "register": self.object,
            "is_checked": self.is_asked,
            "faults": list(faults(self.object)) if self.is_asked else [],
            "now": timezone.now(),
        }


@require_safe
@permission_required("certificates.view_register", raise_exception=True)
def register_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The book to print, or its rows as a sheet."""
    register = get_object_or_404(Register.objects.select_related("issuer"), pk=pk)
    if kind == "pdf":
        content, mime = pdf_of(register, at=timezone.now()), "application/pdf"
    elif kind == "xlsx":
        content, mime = xlsx_of(register), XLSX
    else:
        raise Http404
    name = filename(register, kind)
    return HttpResponse(
        content,
        content_type=mime,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
