"""Certificates and registers in /cms/: what was done, the proof, the book."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.views.generic.models import InspectView

from certificates.binding import ask_to_bind, bound, is_long
from certificates.book import filename, pdf_of, xlsx_of
from certificates.history import history_of
from certificates.models import Certificate, Register
from certificates.particulars import period_of, post_of
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
        printed = paper_of(paper)
        asked = paper.requests.open().first()
        today = timezone.localdate()
        return super().get_context_data(**kwargs) | {
            "certificate": paper,
            "paper": printed,
            "post": post_of(printed),
            "period": period_of(printed),
            "history": history_of(paper, with_mails=True),
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
            "binding": self.binding,
        }

    @property
    def binding(self) -> str:
        """Where a long book is that was asked for: `waiting`, `ready`; empty without one."""
        if "book" not in self.request.GET or not is_long(self.object):
            return ""
        file = bound(self.object, at=timezone.now())
        if file is None:
            ask_to_bind(self.object, at=timezone.now())
            return "waiting"
        file.close()
        return "ready"


@require_safe
@permission_required("certificates.view_register", raise_exception=True)
def register_file(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """The book to print, or its rows as a sheet; a long book is drawn by a worker."""
    register = get_object_or_404(Register.objects.select_related("issuer"), pk=pk)
    name = filename(register, kind)
    if kind == "pdf" and is_long(register):
        if file := bound(register, at=timezone.now()):
            return FileResponse(file, as_attachment=True, filename=name)
        page = Register.snippet_viewset.get_url_name("inspect")
        return redirect(reverse(page, args=[pk]) + "?book=1")
    if kind == "pdf":
        content, mime = pdf_of(register, at=timezone.now()), "application/pdf"
    elif kind == "xlsx":
        content, mime = xlsx_of(register), XLSX
    else:
        raise Http404
    return HttpResponse(
        content,
        content_type=mime,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
