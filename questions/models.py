"""The bank: categories as a tree, and questions with drafts, revisions and approval."""

import html
import re
import uuid

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
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

from accounts.collation import collation_key, fold
from questions import definitions, rendering
from questions.kinds import KINDS, DefinitionBlock
from questions.querysets import QuestionCategoryQuerySet, QuestionQuerySet


class QuestionCategory(index.Indexed, models.Model):
    """A shelf of the bank: a course, below it its modules.

    `path` holds the codes from the root ("shhs/can-cu/"), so that a subtree is one
    prefix; `full_name` and `sort_key` follow the names the same way.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children",
        verbose_name=_("nằm trong"),
    )  # fmt: skip
    name = models.CharField(_("tên"), max_length=150)
    code = models.SlugField(
        _("mã"), max_length=60, blank=True, help_text=_("Để trống thì lấy theo tên.")
    )
    path = models.CharField(
        max_length=500, unique=True, editable=False, db_collation="C"
    )
    full_name = models.CharField(max_length=1000, editable=False)
    sort_key = models.CharField(
        max_length=3000, editable=False, db_index=True, db_collation="C"
    )
    course_group = models.ForeignKey(
        "auth.Group", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("nhóm giảng viên phụ trách"),
    )  # fmt: skip

    objects = QuestionCategoryQuerySet.as_manager()

    panels = [
        FieldPanel("parent"),
        FieldRowPanel([FieldPanel("name"), FieldPanel("code")]),
        FieldPanel("course_group"),
    ]
    search_fields = [
        index.SearchField("full_name"),
        index.AutocompleteField("full_name"),
    ]

    class Meta:
        verbose_name = _("nhóm câu hỏi")
        verbose_name_plural = _("nhóm câu hỏi")
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="category_name_once",
                nulls_distinct=False,
                violation_error_message=_("Nhóm này đã có một nhóm con cùng tên."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.name

    def save(self, *args, **kwargs) -> None:
        self.place()
        super().save(*args, **kwargs)
        for child in self.children.all():  # they carry our path and name in theirs
            child.parent = self
            child.save()

    def place(self) -> None:
        """Fill what follows from the name and the parent."""
        self.name = " ".join(self.name.split())
        above = self.parent
        self.code = self.code or self.free_code(above)
        self.path = f"{above.path if above else ''}{self.code}/"
        self.full_name = f"{above.full_name} / {self.name}" if above else self.name
        key = collation_key(self.name)
        self.sort_key = f"{above.sort_key}\t{key}" if above else key

    def free_code(self, above: "QuestionCategory | None") -> str:
        """The name in bare letters, numbered when a sister ("Ân", "An") has it."""
        base = slugify(fold(self.name))[:50].strip("-")
        sisters = QuestionCategory.objects.filter(parent=above).exclude(pk=self.pk)
        taken = set(sisters.values_list("code", flat=True))
        numbered = (f"{base}-{n}" for n in range(2, len(taken) + 3))
        return next(code for code in (base, *numbered) if code not in taken)

    def clean(self) -> None:
        old = QuestionCategory.objects.filter(pk=self.pk).values("path").first()
        if old and self.parent and self.parent.path.startswith(old["path"]):
            message = _("Một nhóm không nằm trong chính nó hay trong nhóm con của nó.")
            raise ValidationError({"parent": message})
        self.place()
        if not self.code:
            raise ValidationError({"code": _("Nhập mã bằng chữ không dấu và chữ số.")})
        twin = QuestionCategory.objects.filter(path=self.path).exclude(pk=self.pk)
        if twin.exists():
            raise ValidationError({"code": _("Mã này đã dùng cho một nhóm cùng cấp.")})


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
