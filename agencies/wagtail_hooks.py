"""Registration of agencies, roles and reorganisations in Wagtail's admin."""

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from agencies import views
from agencies.viewsets import AgencyGroup


@hooks.register("register_admin_viewset")
def register_agencies() -> AgencyGroup:
    return AgencyGroup()


@hooks.register("register_admin_urls")
def reorganisation_urls() -> list:
    return [
        path("reorganisation/", views.reorganisation, name="reorganisation"),
        path("reorganisation/<uuid:uid>/", views.result, name="reorganisation_result"),
        path("reorganisation/confirm/", views.confirm, name="reorganisation_confirm"),
    ]


class ReorganisationItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(views.ADD)


@hooks.register("register_settings_menu_item")
def reorganisation_item() -> ReorganisationItem:
    return ReorganisationItem(
        _("Sắp xếp đơn vị"), reverse("reorganisation"), icon_name="site", order=910
    )
