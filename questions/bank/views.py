"""Pages of the bank beyond Wagtail's own: the list with usage, one question, doubles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button
from wagtail.models import WorkflowState
from wagtail.snippets.views.snippets import IndexView, InspectView

from accounts.formats import vdate
from questions.bank.doors import OpenShelfList
from questions.bank.neighbours import MOST, all_doubles
from questions.bank.rights import closed_to
from questions.bank.usage import panels_of, usage_of
from questions.models import Question, QuestionCategory, QuestionTag


class UsedColumn(BaseColumn):
    """In how many quizzes, and what part of the points learners earned with it."""

    cell_template_name = "questions/admin/used_cell.html"

    def get_cell_context_data(self, instance: Question, parent_context) -> dict:
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"usage": instance.usage, "question": instance}


class QuestionIndexView(OpenShelfList, IndexView):
    """Finds with and without marks; says of each question where it is used."""

    def search_queryset(self, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.searched(self.search_query) if self.is_searching else queryset

    def get_table(self, object_list):
        rows = list(object_list)
        usage, tags, reviewed = usage_of(rows), tags_of(rows), in_review(rows)
        for row in rows:
            row.usage = usage[row.pk]
            row.tag_names = ", ".join(tags[row.pk])
            row.state = state_of(row, is_reviewed=row.pk in reviewed)
        return super().get_table(rows)

    def get_list_more_buttons(self, instance: Question) -> list:
        buttons = super().get_list_more_buttons(instance)
        for button in buttons:
            if button.url == self.get_inspect_url(instance):
                button.label = _("Dùng ở đâu, kết quả thế nào")
        if url := preview_url(instance, self):
            preview = Button(
                _("Xem như học viên"), url=url, icon_name="view", priority=15
            )
            buttons.append(preview)
        return buttons


def tags_of(questions: Sequence[Question]) -> dict[int, list[str]]:
    tags: dict[int, list[str]] = {question.pk: [] for question in questions}
    rows = QuestionTag.objects.filter(content_object__in=questions)
    for pk, name in rows.order_by("tag__name").values_list(
        "content_object_id", "tag__name"
    ):
        tags[pk].append(name)
    return tags


def in_review(questions: Sequence[Question]) -> set[int]:
    """Those that somebody is asked to approve."""
    going = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Question),
        object_id__in=[str(question.pk) for question in questions],
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    return {int(pk) for pk in going.values_list("object_id", flat=True)}


def state_of(question: Question, *, is_reviewed: bool) -> str:
    """Where a question stands, in words, without asking the database again."""
    if question.retired_on and question.retired_on <= timezone.localdate():
        return _("Ngừng dùng từ %(day)s") % {"day": vdate(question.retired_on)}
    if is_reviewed:
        return _("Chờ duyệt")
    if not question.live:
        return _("Bản nháp")
    changed = question.has_unpublished_changes
    return _("Đang dùng, có bản sửa") if changed else _("Đang dùng")


def preview_url(question: Question, view: IndexView) -> str | None:
    """The newest wording as learners see it, for whoever may edit it."""
    if question.latest_revision_id is None or not view.user_has_permission("change"):
        return None
    name = Question.snippet_viewset.get_url_name("revisions_view")
    return reverse(name, args=[question.pk, question.latest_revision_id])


class QuestionInspectView(InspectView):
    """One question: what it is, where it is used, how it did."""

    template_name = "questions/admin/inspect.html"
    page_title = gettext_lazy("Xem câu hỏi")

    @cached_property
    def is_closed(self) -> bool:
        return bool(closed_to(self.request.user, [self.object]))

    def get_edit_url(self) -> str | None:
        return None if self.is_closed else super().get_edit_url()

    def get_delete_url(self) -> str | None:
        return None if self.is_closed else super().get_delete_url()

    def get_field_display_value(self, field_name: str, field):
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, date):
            return vdate(value)
        return "–" if value in (None, "") else value

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        return context | {"panels": panels_of(self.request, self.object)}


@require_safe
def doubles(request: HttpRequest) -> HttpResponse:
    """Pairs of questions that say nearly the same."""
    if not request.user.has_perm("questions.view_question"):
        raise PermissionDenied
    shelves = list(QuestionCategory.objects.all())
    asked = request.GET.get("within", "")
    shelf = next((s for s in shelves if str(s.pk) == asked), None)
    found, count = all_doubles(on=timezone.localdate(), within=shelf)
    viewset = Question.snippet_viewset
    title = _("Câu gần giống nhau")
    context = {
        "doubles": found,
        "count": count,
        "most": MOST,
        "shelves": shelves,
        "shelf": shelf,
        "question_edit": viewset.get_url_name("edit"),
        "header_title": title,
        "header_icon": "copy",
        "breadcrumbs_items": [
            {"url": reverse(viewset.get_url_name("list")), "label": _("Câu hỏi")},
            {"url": "", "label": title},
        ],
    }
    return TemplateResponse(request, "questions/admin/doubles.html", context)
