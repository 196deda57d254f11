"""The questions of the bank, with drafts, revisions and approval."""

import html
import re
import uuid

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from accounts.collation import fold
from questions import definitions, rendering
from questions.kinds import KINDS, DefinitionBlock
from questions.models.category import QuestionCategory
from questions.querysets import QuestionQuerySet


class Difficulty(models.IntegerChoices):
    """What the author expects; item statistics say what it was."""

    EASY = 1, _("Dễ")
    MEDIUM = 2, _("Vừa")
    HARD = 3, _("Khó")


class QuestionTag(TaggedItemBase):
    """A word that gathers questions across the shelves."""

    content_object = ParentalKey(
        "questions.Question", on_delete=models.CASCADE, related_name="tagged_items"
    )


class Question(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
):
    """A question of the bank. Drafts, review and approval are Wagtail's own.

    An attempt freezes what it draws (`questions.definitions`), so an edit makes a new
    revision and never touches a result. A question is retired, not deleted.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(
        _("mã câu"), max_length=40, null=True, blank=True, unique=True,
        help_text=_("Ví dụ SHHS-01."),
    )  # fmt: skip
    category = models.ForeignKey(
        QuestionCategory, models.PROTECT, related_name="questions",
        verbose_name=_("nhóm"),
    )  # fmt: skip
    definition = StreamField(
        DefinitionBlock(), verbose_name=_("câu hỏi"), min_num=1, max_num=1
    )
    kind = models.CharField(
        _("dạng"),
        max_length=20,
        editable=False,
        choices=[(kind.name, kind.label) for kind in KINDS.values()],
    )
    title = models.CharField(_("câu hỏi"), max_length=255, editable=False)
    search_text = models.TextField(editable=False)
    difficulty = models.PositiveSmallIntegerField(
        _("độ khó"), choices=Difficulty, default=Difficulty.MEDIUM
    )
    tags = ClusterTaggableManager(
        through=QuestionTag, blank=True, verbose_name=_("thẻ"),
        help_text=_("Cách nhau bằng dấu phẩy; dùng để tìm và để rút câu vào bài."),
    )  # fmt: skip
    legal_bases = ParentalManyToManyField(
        "legal.LegalBasis", blank=True, related_name="questions",
        verbose_name=_("căn cứ pháp lý"),
    )  # fmt: skip
    citation = models.CharField(
        _("trích dẫn"), max_length=400, blank=True,
        help_text=_("Ví dụ: Khoản 1 Điều 3 Thông tư 01/2023/TT-VPCP."),
    )  # fmt: skip
    valid_from = models.DateField(_("đáp án đúng từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đáp án đúng đến hết ngày"), null=True, blank=True)
    retired_on = models.DateField(
        _("ngừng dùng từ ngày"), null=True, blank=True,
        help_text=_("Từ ngày này câu hỏi không được rút vào bài mới; bài cũ giữ nguyên."),
    )  # fmt: skip

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="question",
        for_concrete_model=False,
    )
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="question")

    objects = QuestionQuerySet.as_manager()

    panels = [
        FieldPanel("definition"),
        FieldRowPanel([FieldPanel("code"), FieldPanel("category")]),
        FieldRowPanel([FieldPanel("difficulty"), FieldPanel("tags")]),
        MultiFieldPanel(
            [
                FieldPanel("legal_bases"),
                FieldPanel("citation"),
                FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
            ],
            heading=_("Căn cứ và thời hạn"),
        ),
        FieldPanel("retired_on"),
    ]
    search_fields = [
        index.SearchField("title"),
        index.SearchField("search_text"),
        index.AutocompleteField("title"),
        index.AutocompleteField("search_text"),
        index.FilterField("kind"),
        index.FilterField("category"),
        index.FilterField("difficulty"),
        index.FilterField("live"),
        index.FilterField("retired_on"),
    ]
    preview_modes = [
        ("learner", _("Như học viên làm bài")),
        ("result", _("Như trang kết quả")),
    ]
    default_preview_mode = "learner"

    class Meta:
        verbose_name = _("câu hỏi")
        verbose_name_plural = _("câu hỏi")
        ordering = ["category__sort_key", "code", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_from=None)
                | models.Q(valid_to=None)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="question_validity_in_order",
                violation_error_message=_(
                    "Ngày cuối của thời hạn đứng trước ngày đầu. Sửa một trong hai ngày."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.title}" if self.code else self.title

    def save(self, *args, **kwargs) -> None:
        self.describe()
        super().save(*args, **kwargs)

    def describe(self) -> None:
        """Fill what lists and searches show: kind and plain words of the question."""
        self.code = (self.code or "").strip() or None
        for child in self.definition or []:
            self.kind = child.block_type
            source = child.value["text"].source if child.value["text"] else ""
            source = re.sub(r"\[\[\d+\]\]", "…", source)  # a gap to fill in
            words = html.unescape(re.sub(r"<[^>]+>", " ", source))
            self.title = Truncator(" ".join(words.split())).chars(250)
        self.search_text = fold(f"{self.code or ''} {self.title} {self.citation}")

    def clean(self) -> None:
        super().clean()
        self.describe()

    def get_preview_template(self, request, mode_name: str) -> str:
        return "questions/preview.html"

    def get_preview_context(self, request, mode_name: str) -> dict:
        context = super().get_preview_context(request, mode_name)
        if self.definition:
            frozen = definitions.freeze(self, None)
            context["question"] = rendering.controls(definitions.public(frozen), None)
            if mode_name == "result":
                context["result"] = rendering.outcome(frozen, None)
        return context
