"""The holder's certificates. The check open to everybody: verification/views.py."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.formats import file_size
from certificates.asked import asked_of
from certificates.files import file_of
from certificates.history import history_of
from certificates.lasting import Standing
from certificates.models import Certificate
from certificates.services import paper_of
from certificates.verification import issuer_of
from certificates.waiting import is_late


@never_cache
@require_safe
@login_required
def certificates(request: HttpRequest) -> HttpResponse:
    """What the learner was awarded, newest first."""
    today = timezone.localdate()
    papers = Certificate.objects.of(request.user)
    context = {
        "standings": [Standing(paper, today) for paper in papers],
        "nav_here": "certificates",
    }
    return render(request, "certificates/list.html", context)


@never_cache
@require_safe
@login_required
def certificate(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One certificate: being drawn, or with its download."""
    found, today = _visible(request, uid), timezone.localdate()
    context = {
        "certificate": found,
        "paper": paper_of(found),
        "issuer": issuer_of(found.facts),
        "history": history_of(found),
        "standing": Standing(found, today),
        "asked": asked_of(found, user=request.user, on=today),
        "is_late": is_late(found, at=timezone.now()),
        "nav_here": "certificates",
    }
    return render(request, "certificates/certificate.html", context)


@never_cache
@require_safe
@login_required
def certificate_status(request: HttpRequest, uid: UUID) -> JsonResponse:
    """What the page asks while the paper is being drawn."""
    found = _visible(request, uid)
    late = is_late(found, at=timezone.now())
    answer = {"status": found.status, "late": late, "url": None, "size": None}
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
    return file_of(found)


def _visible(request: HttpRequest, uid: UUID) -> Certificate:
    """Another person's certificate is not there at all."""
    return get_object_or_404(Certificate.objects.visible_to(request.user), uid=uid)
