"""The holder asks for another paper of their own, and may take that back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.formats import vdate
from certificates.asked import asked_of
from certificates.causes import what_comes
from certificates.models import Certificate
from certificates.request_forms import AskForm, TakeBackForm
from certificates.services import (
    RequestRefusedError,
    ask_for_another,
    withdraw_request,
)
from certificates.terms import due_on


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def ask(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask for another paper: fill in, read it once more, send."""
    paper = _own(request, uid)
    form = AskForm(_posted(request), certificate=paper)
    if "confirmed" in request.POST and form.is_valid():
        return _ask(request, paper, form)
    today = timezone.localdate()
    if not asked_of(paper, user=request.user, on=today).may_ask:
        return redirect("certificate", uid)
    context = {
        "certificate": paper,
        "form": form,
        "means": what_comes(paper),
        "due_on": due_on(paper, today),
        "is_confirming": "back" not in request.POST and form.is_valid(),
        "nav_here": "certificates",
    }
    return render(request, "certificates/ask.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def take_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Withdraw what was asked, with a reason, while nobody has handled it."""
    paper = _own(request, uid)
    asked = paper.requests.open().first()
    form = TakeBackForm(_posted(request))
    if form.is_valid():
        try:
            withdraw_request(
                certificate=paper,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except RequestRefusedError as refusal:
            messages.error(request, str(refusal))
        return redirect("certificate", uid)
    if asked is None:
        return redirect("certificate", uid)
    context = {
        "certificate": paper,
        "asked": asked,
        "form": form,
        "nav_here": "certificates",
    }
    return render(request, "certificates/take_back.html", context)


def _posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when it says nothing."""
    return request.POST if request.method == "POST" else None


def _own(request: HttpRequest, uid: UUID) -> Certificate:
    """One's own only: who keeps the register writes requests down in /cms/."""
    return get_object_or_404(Certificate.objects.of(request.user), uid=uid)


def _ask(request: HttpRequest, paper: Certificate, form: AskForm) -> HttpResponse:
    try:
        asked = ask_for_another(
            certificate=paper, by=request.user, at=timezone.now(), **form.cleaned_data
        )
    except RequestRefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        words = {"day": vdate(asked.due_on)}
        messages.success(request, _("Đã gửi đề nghị. Hẹn trả ngày %(day)s.") % words)
    return redirect("certificate", paper.uid)
