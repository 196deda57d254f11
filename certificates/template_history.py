"""What a template said before: seen, compared and taken back, each by a plain link."""

from __future__ import annotations

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.models import BaseLogEntry
from wagtail.snippets.views.snippets import HistoryView


class VersionColumn(BaseColumn):
    """The ways to one version, which Wagtail hides behind three dots."""

    cell_template_name = "certificates/admin/version_cell.html"

    def __init__(self, name: str, *, view: TemplateHistoryView, **kwargs) -> None:
        super().__init__(name, **kwargs)
        self.view = view

    def get_cell_context_data(self, instance: BaseLogEntry, parent_context) -> dict:
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"links": self.view.links_to(instance)}


class TemplateHistoryView(HistoryView):
    @cached_property
    def columns(self) -> list[Column]:
        ways = VersionColumn("version", label=_("Bản này"), view=self)
        action, *rest = super().columns
        return [action, ways, *rest]

    def links_to(self, entry: BaseLogEntry) -> list[tuple[str, str]]:
        """The addresses of what can be done with a version, and what that is called."""
        is_told_before = entry.action == "wagtail.publish"  # its edit has the links
        if is_told_before or not entry.revision_id or not entry.content_changed:
            return []
        pk, newest = quote(self.object.pk), self.object.latest_revision_id
        links = [(self.revisions_view_url_name, [], gettext("Xem giấy"))]
        if entry.previous_revision_id:
            links.append(
                (
                    self.revisions_compare_url_name,
                    [entry.previous_revision_id, entry.revision_id],
                    gettext("So với bản trước"),
                )
            )
        if entry.revision_id != newest:
            links.append(
                (self.revisions_revert_url_name, [], gettext("Lấy lại bản này"))
            )
        return [
            (reverse(name, args=[pk, *(args or [entry.revision_id])]), label)
            for name, args, label in links
        ]
