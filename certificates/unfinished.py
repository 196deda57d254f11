"""Certificates without a paper, for who keeps the register: why, and try again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.formats import number
from accounts.models import User
from certificates.desk_view import DeskView
from certificates.models import Certificate
from certificates.services import try_again
from certificates.steps import REPLACE
from certificates.troubles import Trouble
from certificates.waiting import causes, queue_at


def may_retry(user: User) -> bool:
    """Who gives papers again may also have one drawn again."""
    return user.has_perm(REPLACE)


class WaitingView(DeskView):
    """A list of certificates that have no paper yet."""

    page_title = gettext_lazy("Chưa ra giấy")
    header_icon = "warning"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        said = {"queue": queue_at(now), "now": now}
        return super().get_context_data(**kwargs) | said


class UnfinishedView(WaitingView):
    """Those in trouble, by cause; posted, the chosen ones are tried again at once."""

    template_name = "certificates/admin/unfinished.html"

    @property
    def cause(self) -> str:
        """The trouble that the list is narrowed to; empty for all."""
        asked = self.request.GET.get("cause", "")
        return asked if asked in Trouble.values else ""

    def rows(self) -> QuerySet[Certificate]:
        rows = Certificate.objects.troubled()
        if self.cause:
            rows = Certificate.objects.because_of(self.cause)
        return rows.order_by("-attempts", "issued_at", "pk")

    def post(self, request: HttpRequest) -> HttpResponse:
        return _retry(request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = causes()
        return super().get_context_data(**kwargs) | {
            "causes": found,
            "troubled": sum(cause.count for cause in found),
            "chosen": Trouble(self.cause) if self.cause else None,
            "may_retry": may_retry(self.request.user),
        }


class InTurnView(WaitingView):
    """Those that come by themselves, the oldest first."""

    template_name = "certificates/admin/in_turn.html"
    page_title = gettext_lazy("Giấy chờ tới lượt")
    header_icon = "time"

    def rows(self) -> QuerySet[Certificate]:
        return Certificate.objects.in_turn()


def _retry(request: HttpRequest) -> HttpResponse:
    if not may_retry(request.user):
        raise PermissionDenied
    if count := try_again(certificates=_chosen(request).only("pk")):
        said = ngettext(
            "%(n)s giấy được thử lại ngay.", "%(n)s giấy được thử lại ngay.", count
        )
        messages.success(request, said % {"n": number(count)})
    else:
        messages.warning(request, _("Chưa chọn giấy nào đang gặp trục trặc."))
    return redirect("unfinished_papers")


def _chosen(request: HttpRequest) -> QuerySet[Certificate]:
    """All in trouble, all of one cause, one, or those ticked."""
    troubled = Certificate.objects.troubled()
    if "all" in request.POST:
        return troubled
    if cause := request.POST.get("cause"):
        return Certificate.objects.because_of(cause)
    one, many = request.POST.get("one"), request.POST.getlist("certificate")
    asked = [one] if one else many
    return troubled.filter(Q(pk__in=[pk for pk in asked if pk.isdecimal()]))


urlpatterns = [
    path(
        "certificates/unfinished/", UnfinishedView.as_view(), name="unfinished_papers"
    ),
    path("certificates/unfinished/queue/", InTurnView.as_view(), name="papers_in_turn"),
]
