"""Legal bases in Wagtail's editor."""

from __future__ import annotations

import django_filters
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from legal.models import LegalBasis


class LegalBasisFilterSet(WagtailFilterSet):
    """By kind of text, and by whether it is in force today."""

    status = django_filters.ChoiceFilter(
        label=_("Hiệu lực hôm nay"),
        choices=[
            (LegalBasis.Status.IN_FORCE, LegalBasis.Status.IN_FORCE.label),
            (LegalBasis.Status.COMING, LegalBasis.Status.COMING.label),
            (LegalBasis.Status.ENDED, LegalBasis.Status.ENDED.label),
        ],
        method="with_status",
    )

    class Meta:
        model = LegalBasis
        fields = ["kind"]

    def with_status(
        self, rows: models.QuerySet, _name: str, status: str
    ) -> models.QuerySet:
        today = timezone.localdate()
        if status == LegalBasis.Status.COMING:
            return rows.filter(in_force_from__gt=today)
        if status == LegalBasis.Status.ENDED:
            return rows.filter(in_force_to__lt=today)
        return rows.in_force(today).exclude(in_force_from=None)


def status_today(basis: LegalBasis) -> str:
    return LegalBasis.Status(basis.status_on(timezone.localdate())).label


class LegalBasisViewSet(SnippetViewSet):
    model = LegalBasis
    icon = "doc-full-inverse"
    menu_label = _("Căn cứ pháp lý")
    menu_order = 320
    add_to_admin_menu = True
    list_display = [
        "number",
        "kind",
        "title",
        "in_force_from",
        "in_force_to",
        Column("status", label=_("Hôm nay"), accessor=status_today),
    ]
    list_export = [
        "code", "number", "kind", "title", "issuer", "issued_on", "in_force_from",
        "in_force_to",
    ]  # fmt: skip
    list_per_page = 50
    filterset_class = LegalBasisFilterSet
    inspect_view_enabled = True
