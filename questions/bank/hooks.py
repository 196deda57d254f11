"""The bank's own pages, bulk actions and warnings; wagtail_hooks.py loads this."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks

from questions.bank import views
from questions.bank.actions import ACTIONS
from questions.bank.neighbours import doubles_of
from questions.bank.rights import refusal
from questions.models import Question, QuestionCategory

TOLD = 3

for action in ACTIONS:
    hooks.register("register_bulk_action", action)


@hooks.register("register_admin_urls")
def bank_urls() -> list[URLPattern]:
    return [path("questions/doubles/", views.doubles, name="question_doubles")]


@hooks.register("before_delete_snippet")
def keep_closed_shelves(
    request: HttpRequest, instances: Sequence[object]
) -> HttpResponse | None:
    """One or many: nothing is deleted where another group is in charge of a shelf."""
    for model in (Question, QuestionCategory):
        ours = [thing for thing in instances if isinstance(thing, model)]
        if why := refusal(request.user, ours):
            messages.error(request, why)
            return redirect(model.snippet_viewset.get_url_name("list"))
    return None


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
