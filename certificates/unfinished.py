"""Certificates without a paper, for who keeps the register: why, and try again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from accounts.formats import number
from accounts.models import User
from certificates.models import Certificate
from certificates.services import try_again

SHOWN = 50


def may_see(user: User) -> bool:
    return user.has_perm("certificates.view_certificate")


def may_retry(user: User) -> bool:
    return user.has_perm("certificates.change_certificate")


def unfinished() -> QuerySet[Certificate]:
    """All without a paper; those in trouble first, then the oldest."""
    rows = Certificate.objects.pending().select_related("holder")
    return rows.order_by("-attempts", "issued_at", "pk")


class UnfinishedView(WagtailAdminTemplateMixin, TemplateView):
    """The list; posted, those ticked are tried again at once."""

    template_name = "certificates/admin/unfinished.html"
    page_title = gettext_lazy("Chưa ra giấy")
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def post(self, request: HttpRequest) -> HttpResponse:
        return _retry(request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("page")
        return super().get_context_data(**kwargs) | {
            "page": Paginator(unfinished(), SHOWN).get_page(asked),
            "troubled": Certificate.objects.troubled().count(),
            "may_retry": may_retry(self.request.user),
            "now": timezone.now(),
        }


def _retry(request: HttpRequest) -> HttpResponse:
    if not may_retry(request.user):
        raise PermissionDenied
    one, many = request.POST.get("one"), request.POST.getlist("certificate")
    asked = [one] if one else many
    chosen = Q(pk__in=[pk for pk in asked if pk.isdecimal()])
    if "all" in request.POST:
        chosen = Q()
    count = try_again(certificates=unfinished().filter(chosen))
    if count:
        said = ngettext(
            "%(n)s giấy được thử lại ngay.", "%(n)s giấy được thử lại ngay.", count
        )
        messages.success(request, said % {"n": number(count)})
    else:
        messages.warning(request, _("Chưa chọn giấy nào còn chờ."))
    return redirect("unfinished_papers")


urlpatterns = [
    path("certificates/unfinished/", UnfinishedView.as_view(), name="unfinished_papers")
]
