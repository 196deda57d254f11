"""The pages of the editor that change something, each asking whose shelf it is.

Wagtail's own ask only for the permission on the model. Deleting, one or many, is asked
for by a hook (`questions.bank.hooks`), putting something on a shelf by the forms.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from wagtail.snippets.views import snippets

from questions.bank.rights import ShelfPermissionPolicy, closed_to, refusal
from questions.models import Question


class OnOpenShelf:
    """Turns away, in words, who may not change what the page is about."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        why = refusal(request.user, [self.object])
        if not why:
            return super().dispatch(request, *args, **kwargs)
        is_ajax = request.headers.get("x-requested-with") == "XMLHttpRequest"
        if is_ajax or not request.accepts("text/html"):  # saved by the editor itself
            told = {"success": False, "error_code": "closed", "error_message": why}
            return JsonResponse(told, status=403)
        messages.error(request, why)
        return turned_away(self.object)


def turned_away(thing: object) -> HttpResponse:
    """To where a question can be read; a shelf is seen in its list."""
    viewset = type(thing).snippet_viewset
    if isinstance(thing, Question):
        return redirect(viewset.get_url_name("inspect"), thing.pk)
    return redirect(viewset.get_url_name("list"))


class OpenShelfList:
    """For lists: no buttons to change what lies on a closed shelf; one query a page."""

    def get_table(self, object_list):
        rows = list(object_list)
        closed = {row.pk for row in closed_to(self.request.user, rows)}
        for row in rows:
            row.is_changeable = row.pk not in closed
        return super().get_table(rows)

    def get_edit_url(self, instance):
        return super().get_edit_url(instance) if instance.is_changeable else None

    def get_delete_url(self, instance):
        return super().get_delete_url(instance) if instance.is_changeable else None


def guarded(view: type) -> type:
    """Wagtail's view, for who may change the shelf."""
    return type(view.__name__, (OnOpenShelf, view), {})


class ShelfViews:
    """For viewsets of the bank: the policy, and every view that changes something."""

    edit_view_class = guarded(snippets.EditView)  # and going back to an old version
    delete_view_class = guarded(snippets.DeleteView)
    unpublish_view_class = guarded(snippets.UnpublishView)
    revisions_unschedule_view_class = guarded(snippets.RevisionsUnscheduleView)
    lock_view_class = guarded(snippets.LockView)
    unlock_view_class = guarded(snippets.UnlockView)
    workflow_action_view_class = guarded(snippets.WorkflowActionView)
    collect_workflow_action_data_view_class = guarded(
        snippets.CollectWorkflowActionDataView
    )

    @property
    def permission_policy(self) -> ShelfPermissionPolicy:
        return ShelfPermissionPolicy(self.model)
