"""Records in /cms/ that stay: no ticks in their list, no door to delete them."""

from __future__ import annotations

from typing import Any, NoReturn

from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import BaseColumn, BulkActionsCheckboxColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.bulk_actions import DeleteBulkAction
from wagtail.snippets.views.snippets import DeleteView, IndexView, SnippetViewSet

from certificates.models import Certificate, Register, ReplacementRequest

KEPT = [Certificate, Register, ReplacementRequest]


class ReadOnlyPolicy(ModelPermissionPolicy):
    """The register is written by awards alone; nobody edits a line of it."""

    def user_has_permission(self, user, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class KeptIndexView(IndexView):
    @cached_property
    def columns(self) -> list[BaseColumn]:
        ticks = BulkActionsCheckboxColumn
        return [column for column in super().columns if not isinstance(column, ticks)]


class NoDeleteView(DeleteView):
    """Wagtail's own would let a superuser through where it asks Django alone."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> NoReturn:
        raise Http404


class NoBulkDelete(DeleteBulkAction):
    """Takes the place of Wagtail's, which asks no permission policy."""

    models = KEPT

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> NoReturn:
        raise Http404


class KeptViewSet(SnippetViewSet):
    """Seen, and never deleted, not even by a superuser."""

    index_view_class = KeptIndexView
    index_template_name = "wagtailadmin/generic/index.html"  # without the bar of ticks
    delete_view_class = NoDeleteView
    copy_view_enabled = False
    add_to_reference_index = False
