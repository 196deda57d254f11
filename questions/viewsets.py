"""The bank in Wagtail's editor."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from questions.bank.doors import ShelfViews
from questions.bank.filters import QuestionFilterSet
from questions.bank.forms import QuestionForm
from questions.bank.shelves import QuestionCategoryViewSet
from questions.bank.views import QuestionIndexView, QuestionInspectView, UsedColumn
from questions.exchange import ExchangeButtons, menu_items
from questions.models import Question


class QuestionListView(ExchangeButtons, QuestionIndexView):
    """The list of the bank, with questions in and out in its header."""


class QuestionViewSet(ShelfViews, SnippetViewSet):
    model = Question
    edit_handler = ObjectList(Question.panels, base_form_class=QuestionForm)
    icon = "help"
    menu_label = _("Câu hỏi")
    base_url_path = "questions"
    index_view_class = QuestionListView
    inspect_view_class = QuestionInspectView
    inspect_view_enabled = True
    inspect_view_fields = [
        "code", "title", "kind", "difficulty", "category", "citation", "valid_from",
        "valid_to", "retired_on",
    ]  # fmt: skip
    list_display = [
        "title",
        "code",
        "kind",
        "difficulty",
        "category",
        Column("tags", label=_("Thẻ"), accessor="tag_names"),
        UsedColumn("used", label=_("Dùng ở")),
        Column("state", label=_("Tình trạng")),
        UpdatedAtColumn(),
    ]
    list_export = [
        "code", "title", "kind", "difficulty", "category", "citation", "valid_from",
        "valid_to", "retired_on", "live",
    ]  # fmt: skip
    ordering = ["category__sort_key", "code"]
    list_per_page = 50
    filterset_class = QuestionFilterSet

    def get_queryset(self, request):
        return Question.objects.select_related("category")


class QuestionBankGroup(SnippetViewSetGroup):
    items = (QuestionViewSet, QuestionCategoryViewSet)
    menu_label = _("Ngân hàng câu hỏi")
    menu_icon = "help"
    menu_order = 310

    def get_submenu_items(self) -> list[MenuItem]:
        doubles = MenuItem(
            _("Câu gần giống nhau"),
            reverse("question_doubles"),
            icon_name="copy",
            order=50,
        )
        return [*super().get_submenu_items(), doubles, *menu_items()]
