"""The frame of the register keeper's own lists in /cms/."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from accounts.models import User

SHOWN = 50


def may_see(user: User) -> bool:
    return user.has_perm("certificates.view_certificate")


class DeskItem(MenuItem):
    """In the menu of whoever may see the lists."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


class DeskView(WagtailAdminTemplateMixin, TemplateView):
    """One list, a page of it at a time, for who may see certificates."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def rows(self) -> QuerySet:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.rows(), SHOWN).get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {"page": page}
