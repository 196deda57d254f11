"""The register in Wagtail's editor, and the menu of certificates."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from certificates.desk_view import DeskItem
from certificates.issuer_desk import IssuerViewSet
from certificates.kept import KeptIndexView, KeptViewSet, ReadOnlyPolicy
from certificates.models import Certificate, Register
from certificates.register_views import CertificateInspectView, RegisterInspectView
from certificates.request_desk import RequestViewSet
from certificates.template_desk import TemplateViewSet


class CertificateIndexView(KeptIndexView):
    def get_base_queryset(self) -> models.QuerySet:
        return Certificate.objects.all()

    def search_queryset(self, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.matching(self.search_query) if self.search_query else queryset

    @property
    def is_searchable(self) -> bool:
        return True


class CertificateViewSet(KeptViewSet):
    model = Certificate
    icon = "doc-full"
    menu_label = _("Giấy đã cấp")
    base_url_path = "certificates"
    index_view_class = CertificateIndexView
    inspect_view_class = CertificateInspectView
    permission_policy = ReadOnlyPolicy(Certificate)
    inspect_view_enabled = True
    inspect_view_fields = ["serial"]  # its own template says the rest
    list_display = [
        "serial",
        Column("name", label=_("Họ và tên trên giấy"), accessor="facts.name"),
        Column("course", label=_("Khóa"), accessor="facts.course"),
        DateColumn("issued_at", label=_("Cấp lúc")),
        Column("status", label=_("Tình trạng"), accessor="get_status_display"),
    ]
    list_filter = ["status", "kind"]
    ordering = ["-issued_at", "-pk"]


class RegisterViewSet(KeptViewSet):
    model = Register
    icon = "clipboard-list"
    menu_label = _("Sổ cấp")
    base_url_path = "registers"
    inspect_view_class = RegisterInspectView
    permission_policy = ReadOnlyPolicy(Register)
    inspect_view_enabled = True
    inspect_view_fields = ["year"]
    list_display = [
        "__str__",
        Column("issuer", label=_("Cơ quan cấp"), accessor="issuer.name"),
        Column("last_number", label=_("Số đã cấp")),
        Column("lines", label=_("Số dòng")),
        Column("head", label=_("Dấu của dòng cuối"), accessor="short_head"),
    ]
    ordering = ["-year", "issuer__code"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return Register.objects.select_related("issuer")


class CertificatesGroup(SnippetViewSetGroup):
    items = (
        CertificateViewSet,
        RegisterViewSet,
        RequestViewSet,
        TemplateViewSet,
        IssuerViewSet,
    )
    menu_icon = "clipboard-list"
    menu_label = _("Chứng nhận")
    menu_name = "certificates"
    menu_order = 350

    def get_submenu_items(self) -> list[MenuItem]:
        items = super().get_submenu_items()
        url = reverse_lazy("certificate_notices")
        notices = DeskItem(_("Thư báo"), url, icon_name="mail", order=len(items) + 1)
        return [*items, notices]
