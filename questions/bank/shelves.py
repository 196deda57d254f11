"""The shelves in Wagtail's editor."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from questions.models import QuestionCategory


class QuestionCategoryViewSet(SnippetViewSet):
    model = QuestionCategory
    icon = "folder-open-1"
    menu_label = _("Nhóm câu hỏi")
    base_url_path = "question-categories"
    list_display = ["full_name", "code", "course_group"]
    ordering = ["sort_key"]
    list_per_page = 100
