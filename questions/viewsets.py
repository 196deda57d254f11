"""The bank in Wagtail's editor."""

from __future__ import annotations

import django_filters
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from questions.models import Question, QuestionCategory


class QuestionFilterSet(WagtailFilterSet):
    """By shelf with everything below it, by kind, and by whether it can be drawn."""

    within = django_filters.ModelChoiceFilter(
        label=_("Nhóm"), queryset=QuestionCategory.objects.all(), method="in_category"
    )
    drawable = django_filters.ChoiceFilter(
        label=_("Tình trạng"),
        choices=[
            ("yes", _("Đang dùng")),
            ("draft", _("Bản nháp")),
            ("retired", _("Đã ngừng dùng")),
        ],
        method="in_state",
    )

    class Meta:
        model = Question
        fields = ["kind"]

    def in_category(
        self, rows: models.QuerySet, _name: str, category: QuestionCategory
    ) -> models.QuerySet:
        return rows.within(category)

    def in_state(
        self, rows: models.QuerySet, _name: str, state: str
    ) -> models.QuerySet:
        today = timezone.localdate()
        if state == "yes":
            return rows.drawable(on=today)
        if state == "draft":
            return rows.filter(live=False)
        return rows.filter(retired_on__lte=today)


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    menu_label = _("Câu hỏi")
    base_url_path = "questions"
    list_display = [
        "title",
        "code",
        "kind",
        "category",
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    ]
    list_export = [
        "code", "title", "kind", "category", "citation", "valid_from", "valid_to",
        "retired_on", "live",
    ]  # fmt: skip
    ordering = ["category__sort_key", "code"]
    list_per_page = 50
    filterset_class = QuestionFilterSet

    def get_queryset(self, request):
        return Question.objects.select_related("category")


class QuestionCategoryViewSet(SnippetViewSet):
    model = QuestionCategory
    icon = "folder-open-1"
    menu_label = _("Nhóm câu hỏi")
    base_url_path = "question-categories"
    list_display = ["full_name", "code", "course_group"]
    ordering = ["sort_key"]
    list_per_page = 100


class QuestionBankGroup(SnippetViewSetGroup):
    items = (QuestionViewSet, QuestionCategoryViewSet)
    menu_label = _("Ngân hàng câu hỏi")
    menu_icon = "help"
    menu_order = 310
