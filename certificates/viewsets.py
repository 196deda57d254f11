"""The register in Wagtail's editor, and the menu of certificates."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import (
    IndexView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from accounts.collation import fold
from certificates.desk_view import DeskItem
from certificates.issuer_desk import IssuerViewSet
from certificates.models import Certificate, Register, ReplacementRequest
from certificates.register_views import CertificateInspectView, RegisterInspectView
from certificates.steps import REPLACE
from certificates.template_desk import TemplateViewSet


class ReadOnlyPolicy(ModelPermissionPolicy):
    """The register is written by awards alone; nobody edits a line of it."""

    def user_has_permission(self, user, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class CertificateIndexView(IndexView):
    def get_base_queryset(self) -> models.QuerySet:
        return Certificate.objects.select_related("holder")

    def search_queryset(self, queryset: models.QuerySet) -> models.QuerySet:
        """By serial, code, or the holder's name and staff code without marks."""
        if not self.search_query:
            return queryset
        found = models.Q(serial__icontains=self.search_query)
        found |= models.Q(code__icontains=self.search_query)
        found |= models.Q(holder__search_text__contains=fold(self.search_query))
        return queryset.filter(found)

    @property
    def is_searchable(self) -> bool:
        return True


class CertificateViewSet(SnippetViewSet):
    model = Certificate
    icon = "doc-full"
    menu_label = _("Giấy đã cấp")
    base_url_path = "certificates"
    index_view_class = CertificateIndexView
    inspect_view_class = CertificateInspectView
    permission_policy = ReadOnlyPolicy(Certificate)
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["serial"]  # its own template says the rest
    list_display = [
        "serial",
        Column("holder", label=_("Người được cấp"), accessor="holder.full_name"),
        Column("course", label=_("Khóa"), accessor="facts.course"),
        DateColumn("issued_at", label=_("Cấp lúc")),
        Column("status", label=_("Tình trạng"), accessor="get_status_display"),
    ]
    list_filter = ["status", "kind"]
    ordering = ["-issued_at", "-pk"]


class RegisterViewSet(SnippetViewSet):
    model = Register
    icon = "clipboard-list"
    menu_label = _("Sổ cấp")
    base_url_path = "registers"
    inspect_view_class = RegisterInspectView
    permission_policy = ReadOnlyPolicy(Register)
    add_to_reference_index = False
    copy_view_enabled = False
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


class RequestPolicy(ModelPermissionPolicy):
    """Seen by whoever may answer it; written down on the paper's own page."""

    def user_has_permission(self, user, action: str) -> bool:
        return action == "view" and user.has_perm(REPLACE)

    def user_has_any_permission(self, user, actions) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


def paper_url(request: ReplacementRequest) -> str:
    name = Certificate.snippet_viewset.get_url_name("inspect")
    return reverse(name, args=[request.certificate_id])


class RequestViewSet(SnippetViewSet):
    """What still waits for an answer, the most urgent first."""

    model = ReplacementRequest
    icon = "mail"
    menu_label = _("Đề nghị đang chờ")
    base_url_path = "certificate-requests"
    permission_policy = RequestPolicy(ReplacementRequest)
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = [
        TitleColumn(
            "certificate",
            label=_("Giấy số"),
            accessor="certificate.serial",
            get_url=paper_url,
        ),
        Column(
            "holder", label=_("Người được cấp"), accessor="certificate.holder.full_name"
        ),
        Column("cause", label=_("Lý do"), accessor="get_cause_display"),
        Column("received_on", label=_("Nhận ngày"), accessor="received"),
        Column("due_on", label=_("Hạn giải quyết"), accessor="due"),
    ]
    ordering = ["due_on", "pk"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        waiting = ReplacementRequest.objects.filter(settled_by=None)
        return waiting.select_related("certificate__holder")


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
