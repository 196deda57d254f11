"""What may be done to many questions of the list at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from taggit.utils import parse_tags
from wagtail.admin.widgets import AdminTagWidget
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from accounts.models import User
from questions.bank import changes
from questions.bank.filters import QuestionFilterSet
from questions.bank.forms import ShelfField
from questions.models import Question, QuestionTag


class ShelfForm(forms.Form):
    category = ShelfField(label=_("Chuyển đến nhóm"))

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].offer_to(user)


class TagForm(forms.Form):
    tags = forms.CharField(
        label=_("Thẻ"),
        widget=AdminTagWidget(tag_model=QuestionTag.tag_model()),
        help_text=_("Cách nhau bằng dấu phẩy."),
    )

    def clean_tags(self) -> list[str]:
        # With a comma somewhere, a tag of two words is one tag, quoted or not.
        return parse_tags(self.cleaned_data["tags"] + ",")


class QuestionBulkAction(SnippetBulkAction):
    """Common: only questions, by who may change them, not what another has locked."""

    models: ClassVar = [Question]
    template_name = "questions/admin/confirm_bulk.html"
    question: ClassVar[Promise]
    button: ClassVar[Promise]

    @cached_property
    def changeable(self) -> set[int]:
        """Of all questions: the action may be asked for hundreds at once."""
        user = self.request.user
        if not user.has_perm("questions.change_question"):
            return set()
        return set(Question.objects.changeable_by(user).values_list("pk", flat=True))

    def check_perm(self, question: Question) -> bool:
        if question.pk not in self.changeable:
            return False
        lock = question.get_lock()
        return lock is None or not lock.for_user(self.request.user)

    def get_all_objects_in_listing_query(self, parent_id: str | None) -> QuerySet:
        """“All” are those of the list as it was narrowed, never the whole bank."""
        asked = self.request.GET
        rows = QuestionFilterSet(
            asked, queryset=Question.objects.all(), request=self.request
        ).qs
        return rows.searched(asked.get("q", "")).values_list("pk", flat=True)

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        return context | {
            "title": self.display_name,
            "question": self.question,
            "action_button_text": self.button,
            "no_action_button_text": gettext("Không, quay lại"),
        }

    def get_success_message(self, num_parent_objects: int, _children: int) -> str:
        return ngettext(
            "Đã đổi %(count)d câu hỏi.", "Đã đổi %(count)d câu hỏi.", num_parent_objects
        ) % {"count": num_parent_objects}


class MoveBulkAction(QuestionBulkAction):
    display_name = _("Chuyển nhóm")
    action_type = "move"
    aria_label = _("Chuyển các câu đã chọn sang nhóm khác")
    question = _("Chuyển các câu này sang nhóm khác?")
    button = _("Chuyển nhóm")
    action_priority = 10
    form_class = ShelfForm

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"user": self.request.user}

    @classmethod
    def execute_action(cls, objects: Sequence[Question], **kwargs) -> tuple[int, int]:
        view = kwargs["self"]
        category = view.cleaned_form.cleaned_data["category"]
        changed = changes.move_questions(
            questions=objects, category=category, by=view.request.user
        )
        return changed, 0


class AddTagsBulkAction(QuestionBulkAction):
    display_name = _("Gắn thẻ")
    action_type = "add_tags"
    aria_label = _("Gắn thẻ cho các câu đã chọn")
    question = _("Gắn thẻ cho các câu này?")
    button = _("Gắn thẻ")
    action_priority = 20
    form_class = TagForm

    @classmethod
    def execute_action(cls, objects: Sequence[Question], **kwargs) -> tuple[int, int]:
        view = kwargs["self"]
        tags = view.cleaned_form.cleaned_data["tags"]
        changed = changes.tag_questions(
            questions=objects, tags=tags, by=view.request.user
        )
        return changed, 0


class RemoveTagsBulkAction(QuestionBulkAction):
    display_name = _("Bỏ thẻ")
    action_type = "remove_tags"
    aria_label = _("Bỏ thẻ khỏi các câu đã chọn")
    question = _("Bỏ thẻ khỏi các câu này?")
    button = _("Bỏ thẻ")
    action_priority = 25
    form_class = TagForm

    @classmethod
    def execute_action(cls, objects: Sequence[Question], **kwargs) -> tuple[int, int]:
        view = kwargs["self"]
        tags = view.cleaned_form.cleaned_data["tags"]
        changed = changes.untag_questions(
            questions=objects, tags=tags, by=view.request.user
        )
        return changed, 0


class RetireBulkAction(QuestionBulkAction):
    display_name = _("Ngừng dùng")
    action_type = "retire"
    aria_label = _("Ngừng dùng các câu đã chọn")
    question = _(
        "Ngừng dùng các câu này từ hôm nay? Bài mới không rút chúng nữa; bài đã làm giữ nguyên."
    )
    button = _("Ngừng dùng")
    action_priority = 28

    @classmethod
    def execute_action(cls, objects: Sequence[Question], **kwargs) -> tuple[int, int]:
        by = kwargs["self"].request.user
        today = timezone.localdate()
        return changes.retire_questions(questions=objects, on=today, by=by), 0


ACTIONS = [MoveBulkAction, AddTagsBulkAction, RemoveTagsBulkAction, RetireBulkAction]
