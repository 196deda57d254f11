"""The shelves in Wagtail's editor."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from questions.bank.doors import OpenShelfList, ShelfViews
from questions.bank.forms import CategoryForm
from questions.models import QuestionCategory


class ShelfListView(OpenShelfList, IndexView):
    """The shelves, each to be edited by who may change it."""

    def _get_title_column(self, field_name, *args, **kwargs):
        column = super()._get_title_column(field_name, *args, **kwargs)
        column.label = _("Tên đầy đủ")  # the field has no name of its own
        return column


class QuestionCategoryViewSet(ShelfViews, SnippetViewSet):
    model = QuestionCategory
    index_view_class = ShelfListView
    edit_handler = ObjectList(QuestionCategory.panels, base_form_class=CategoryForm)
    icon = "folder-open-1"
    menu_label = _("Nhóm câu hỏi")
    base_url_path = "question-categories"
    list_display = ["full_name", "code", "course_group"]
    ordering = ["sort_key"]
    list_per_page = 100
