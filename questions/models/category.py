"""The shelves of the bank, as a tree."""

import uuid

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Length
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from accounts.collation import collation_key, fold
from questions.querysets import QuestionCategoryQuerySet


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
        # Who may change a shelf is for those to say who look after the groups.
        FieldPanel(
            "course_group",
            permission="auth.change_group",
            help_text=_(
                "Chỉ người trong nhóm này sửa được câu hỏi của nhóm câu hỏi và các nhóm con. Để trống thì theo nhóm câu hỏi bên trên; bên trên cũng trống thì giảng viên nào cũng sửa được."
            ),
        ),
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

    def group_in_charge(self) -> Group | None:
        """The course group that the nearest category upwards names: this one, or above."""
        codes = self.path.split("/")[:-1]
        upwards = ["/".join(codes[:depth]) + "/" for depth in range(1, len(codes) + 1)]
        naming = QuestionCategory.objects.filter(path__in=upwards)
        naming = naming.exclude(course_group=None).select_related("course_group")
        nearest = naming.order_by(Length("path")).last()
        return nearest and nearest.course_group

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
