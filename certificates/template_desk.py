"""Templates in Wagtail's editor: fields to click, who uses which, a look at each."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
)
from wagtail.admin.ui.tables import Column
from wagtail.models import ReferenceIndex
from wagtail.snippets.views import chooser
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from certificates.forms import TemplateForm
from certificates.models import CertificateTemplate
from certificates.template_history import TemplateHistoryView
from certificates.wording import FIELDS


class FieldsPanel(Panel):
    """The fields an author may put into the sentences beside it."""

    def __init__(self, prefix: str = "", **kwargs) -> None:
        super().__init__(**kwargs)
        self.prefix = prefix

    def clone_kwargs(self) -> dict[str, Any]:
        return super().clone_kwargs() | {"prefix": self.prefix}

    class BoundPanel(Panel.BoundPanel):
        template_name = "certificates/fields_panel.html"

        def get_context_data(self, parent_context=None) -> dict[str, Any]:
            prefix = self.panel.prefix
            names = [f.english if prefix else f.name for f in FIELDS]
            targets = f"id_{prefix}body id_{prefix}lead"
            context = super().get_context_data(parent_context)
            return context | {"names": names, "targets": targets}


PANELS = [
    FieldPanel("name", required_on_save=True),
    FieldRowPanel([FieldPanel("layout"), FieldPanel("colour")]),
    MultiFieldPanel(
        [
            FieldPanel("heading"),
            FieldPanel("lead"),
            FieldsPanel(heading=_("Trường")),
            FieldPanel("body"),
            FieldPanel("note"),
        ],
        heading=_("Mặt tiếng Việt"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("has_english"),
            FieldPanel("english_heading"),
            FieldPanel("english_lead"),
            FieldsPanel(prefix="english_", heading=_("Trường")),
            FieldPanel("english_body"),
            FieldPanel("english_note"),
        ],
        heading=_("Mặt tiếng Anh"),
    ),
    FieldPanel("preview_issuer"),
]


class TemplateIndexView(IndexView):
    def get_base_queryset(self) -> models.QuerySet:
        uses = ReferenceIndex.usage_count_subquery(CertificateTemplate)
        return CertificateTemplate.objects.annotate(uses=uses)


def state(template: CertificateTemplate) -> str:
    """Whether papers are printed on it, and whether somebody has begun to change it."""
    if not template.live:
        return gettext("Bản nháp")
    if template.has_unpublished_changes:
        return gettext("Đã xuất bản, có sửa chưa xuất bản")
    return gettext("Đã xuất bản")


def look(template: CertificateTemplate) -> SafeString | str:
    """A link to the paper as it is issued now; of a draft, as it was last saved."""
    revision = template.live_revision_id or template.latest_revision_id
    if not revision:
        return ""
    name = template.snippet_viewset.get_url_name("revisions_view")
    url = reverse(name, args=[template.pk, revision])
    return format_html(
        '<a href="{}" target="_blank" rel="noreferrer">{}<span class="w-sr-only"> {}'
        "</span></a>",
        url,
        gettext("Xem giấy"),
        template.name,
    )


def uses(template: CertificateTemplate) -> SafeString:
    """How many courses print on it, and the way to which."""
    url = reverse(template.snippet_viewset.get_url_name("usage"), args=[template.pk])
    said = ngettext("%(count)s khóa", "%(count)s khóa", template.uses)
    return format_html('<a href="{}">{}</a>', url, said % {"count": template.uses})


class OnlyPublished:
    """A course prints on what is published; a draft is not offered to it."""

    def get_object_list(self) -> models.QuerySet:
        return super().get_object_list().filter(live=True)


class TemplateChooseView(OnlyPublished, chooser.ChooseView):
    """The published templates."""


class TemplateResultsView(OnlyPublished, chooser.ChooseResultsView):
    """The same, searched."""


class TemplateChooserViewSet(chooser.SnippetChooserViewSet):
    choose_view_class = TemplateChooseView
    choose_results_view_class = TemplateResultsView


class TemplateViewSet(SnippetViewSet):
    model = CertificateTemplate
    chooser_viewset_class = TemplateChooserViewSet
    icon = "doc-full-inverse"
    menu_label = _("Mẫu giấy")
    base_url_path = "certificate-templates"
    index_view_class = TemplateIndexView
    history_view_class = TemplateHistoryView
    edit_handler = ObjectList(PANELS, base_form_class=TemplateForm)
    list_display = [
        "name",
        Column("layout", label=_("Bố cục"), accessor="get_layout_display"),
        Column("colour", label=_("Màu nhấn"), accessor="get_colour_display"),
        Column("state", label=_("Tình trạng"), accessor=state),
        Column("uses", label=_("Dùng ở"), accessor=uses),
        Column("look", label=_("Giấy"), accessor=look),
    ]
    list_filter = ["layout", "has_english"]
