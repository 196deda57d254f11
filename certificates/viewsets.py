"""Issuers and the register in Wagtail's editor, and the menu of certificates."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import (
    IndexView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from accounts.collation import fold
from certificates.models import Certificate, Issuer
from certificates.template_desk import TemplateViewSet


class IssuerViewSet(SnippetViewSet):
    model = Issuer
    icon = "home"
    menu_label = _("Cơ quan cấp")
    base_url_path = "issuers"
    list_display = ["name", "code", "place", "signer_title", "signer_name"]
    copy_view_enabled = False


class ReadOnlyPolicy(ModelPermissionPolicy):
    """The register is written by awards alone; nobody edits a line of it."""

    def user_has_permission(self, user, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class RegisterIndexView(IndexView):
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


class RegisterViewSet(SnippetViewSet):
    model = Certificate
    icon = "clipboard-list"
    menu_label = _("Sổ cấp")
    base_url_path = "certificates"
    index_view_class = RegisterIndexView
    permission_policy = ReadOnlyPolicy(Certificate)
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["serial", "code", "holder", "status", "issued_at", "facts"]
    list_display = [
        "serial",
        Column("holder", label=_("Người được cấp"), accessor="holder.full_name"),
        Column("course", label=_("Khóa"), accessor="facts.course"),
        DateColumn("issued_at", label=_("Cấp lúc")),
        Column("status", label=_("Tình trạng"), accessor="get_status_display"),
    ]
    list_filter = ["status", "kind"]
    ordering = ["-issued_at", "-pk"]


class CertificatesGroup(SnippetViewSetGroup):
    items = (RegisterViewSet, TemplateViewSet, IssuerViewSet)
    menu_icon = "clipboard-list"
    menu_label = _("Chứng nhận")
    menu_name = "certificates"
    menu_order = 350
