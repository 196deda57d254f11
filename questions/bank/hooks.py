"""The bank's own pages, bulk actions and warnings; wagtail_hooks.py loads this."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks

from questions.bank import views
from questions.bank.actions import ACTIONS
from questions.bank.neighbours import doubles_of
from questions.models import Question

TOLD = 3

for action in ACTIONS:
    hooks.register("register_bulk_action", action)


@hooks.register("register_admin_urls")
def bank_urls() -> list[URLPattern]:
    return [path("questions/doubles/", views.doubles, name="question_doubles")]


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def warn_of_doubles(request: HttpRequest, instance: object) -> None:
    """A question that says nearly what another one says is saved, and that is said."""
    if not isinstance(instance, Question) or not request.accepts("text/html"):
        return  # not ours, or saved by the editor itself every few seconds
    found = doubles_of(instance, on=timezone.localdate())
    if found:
        messages.warning(request, _doubles_told(found))


def _doubles_told(found: list[Question]) -> SafeString:
    edit = Question.snippet_viewset.get_url_name("edit")
    links = format_html_join(
        "; ",
        '<a href="{}">{}</a>',
        [(reverse(edit, args=[other.pk]), str(other)) for other in found[:TOLD]],
    )
    told = _("Đã lưu. Câu này gần giống câu đã có:")
    if len(found) > TOLD:
        more = _("và %(count)d câu khác") % {"count": len(found) - TOLD}
        return format_html("{} {} {}.", told, links, more)
    return format_html("{} {}.", told, links)
