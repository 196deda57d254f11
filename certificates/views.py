"""The holder's certificates, and the check that is open to everybody."""

from __future__ import annotations

import logging
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.formats import file_size
from certificates.forms import CodeForm, NameForm
from certificates.history import history_of
from certificates.models import Certificate
from certificates.services import paper_of
from certificates.verification import Finding, check_code, is_name_on, issuer_of

log = logging.getLogger(__name__)

NAMES_AN_HOUR = 20  # comparisons of a full name with one certificate


@never_cache
@require_safe
@login_required
def certificates(request: HttpRequest) -> HttpResponse:
    """What the learner was awarded, newest first."""
    context = {
        "certificates": Certificate.objects.of(request.user),
        "nav_here": "certificates",
    }
    return render(request, "certificates/list.html", context)


@never_cache
@require_safe
@login_required
def certificate(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One certificate: being drawn, or with its download."""
    found = _visible(request, uid)
    context = {
        "certificate": found,
        "paper": paper_of(found),
        "issuer": issuer_of(found.facts),
        "history": history_of(found),
        "is_expired": found.is_ready and found.is_expired(on=timezone.localdate()),
        "nav_here": "certificates",
    }
    return render(request, "certificates/certificate.html", context)


@never_cache
@require_safe
@login_required
def certificate_status(request: HttpRequest, uid: UUID) -> JsonResponse:
    """What the page asks while the paper is being drawn."""
    found = _visible(request, uid)
    answer = {"status": found.status, "url": None, "size": None}
    if found.is_ready:
        answer["url"] = reverse("certificate_pdf", args=[uid])
        answer["size"] = file_size(found.octets or 0)
    return JsonResponse(answer)


@never_cache
@require_safe
@login_required
def certificate_pdf(request: HttpRequest, uid: UUID) -> FileResponse:
    """The paper itself, for the holder and the keepers of the register."""
    found = _visible(request, uid)
    if not found.is_ready:
        raise Http404
    try:
        paper = found.file.open("rb")
    except FileNotFoundError as error:
        log.exception("the file of certificate %s is gone", found.serial)
        raise Http404 from error
    return FileResponse(
        paper,
        as_attachment=True,
        filename=found.filename,
        content_type="application/pdf",
    )


def _visible(request: HttpRequest, uid: UUID) -> Certificate:
    """Another person's certificate is not there at all."""
    return get_object_or_404(Certificate.objects.visible_to(request.user), uid=uid)


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for the code on the paper, and go to its page."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect("verify_code", code=form.cleaned_data["code"])
    return render(request, "certificates/verify.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """What the register says about a code; a posted name is compared, never shown."""
    finding, now = check_code(code), timezone.now()
    status = 200 if finding.certificate else 404
    if _wants_json(request):
        answer = finding.public | {"checked_at": now.isoformat(timespec="seconds")}
        return _unlisted(JsonResponse(answer, status=status))
    context = {"form": CodeForm({"code": finding.code}), "finding": finding, "now": now}
    if request.method == "POST" and finding.certificate:
        context["named"] = _compare_name(request, finding)
    return _unlisted(
        render(request, "certificates/verify.html", context, status=status)
    )


def _wants_json(request: HttpRequest) -> bool:
    return (
        request.get_preferred_type(["text/html", "application/json"])
        == "application/json"
    )


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Answers about a person stay out of search engines."""
    response["X-Robots-Tag"] = "noindex"
    patch_vary_headers(response, ["Accept"])
    return response


def _compare_name(request: HttpRequest, finding: Finding) -> str:
    """ "same", "different", "empty" or, for one who tries many names, "too_many"."""
    form = NameForm(request.POST)
    if not form.is_valid():
        return "empty"
    if _tries(finding.code) > NAMES_AN_HOUR:
        return "too_many"
    same = is_name_on(finding.certificate, form.cleaned_data["name"])
    return "same" if same else "different"


def _tries(code: str) -> int:
    """How often a name was compared this hour; without its cache nobody counts."""
    key = f"certificates:names:{code}"
    cache.add(key, 0, timeout=3600)
    try:
        return cache.incr(key)
    except ValueError:
        return 0
