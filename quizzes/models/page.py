"""A quiz in the page tree: its rules, and the lines it draws its questions from."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable, Page

from courses.models import ActivityPage
from questions.models import Difficulty
from quizzes.models.panels import EXAM_PANEL, FEEDBACK_PANELS, RULE_PANELS
from quizzes.overview import overview_for
from quizzes.points import PointsField


class QuizPage(ActivityPage):
    """A quiz: what it draws from the bank and the rules of an attempt."""

    parent_page_types = ["courses.CoursePage", "courses.ModulePage"]
    subpage_types: list[str] = []
    template = "quizzes/quiz_page.html"

    class Counting(models.TextChoices):
        """Which attempt's score stands when there are several."""

        BEST = "best", _("Lần cao nhất")
        LAST = "last", _("Lần sau cùng")
        FIRST = "first", _("Lần đầu")
        AVERAGE = "average", _("Trung bình các lần")

    class FeedbackWhen(models.TextChoices):
        EACH = "each", _("Ngay sau mỗi câu")
        END = "end", _("Khi nộp bài")
        FINISHED = "finished", _("Khi đã đạt hoặc hết lượt làm")
        CLOSED = "closed", _("Sau khi bài đóng")
        NEVER = "never", _("Không bao giờ")

    intro = models.TextField(_("lời dẫn"), blank=True)
    opens_at = models.DateTimeField(_("mở từ"), null=True, blank=True)
    closes_at = models.DateTimeField(_("đóng lúc"), null=True, blank=True)
    time_limit_minutes = models.PositiveSmallIntegerField(
        _("thời gian làm bài (phút)"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_("Để trống thì không giới hạn."),
    )  # fmt: skip
    attempts_allowed = models.PositiveSmallIntegerField(
        _("số lần được làm"), null=True, blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Để trống thì không giới hạn."),
    )  # fmt: skip
    wait_minutes = models.PositiveIntegerField(
        _("chờ giữa hai lần làm (phút)"), default=0,
        help_text=_("Tính từ lúc nộp lần trước; 0 là không phải chờ."),
    )  # fmt: skip
    counting = models.CharField(
        _("lần làm được tính"), max_length=7, choices=Counting, default=Counting.BEST
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("mức đạt (%)"),
        default=50,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    shuffle_questions = models.BooleanField(_("xáo trộn câu hỏi"), default=True)
    shuffle_options = models.BooleanField(_("xáo trộn phương án"), default=True)
    per_page = models.PositiveSmallIntegerField(
        _("số câu mỗi trang"), default=1, validators=[MaxValueValidator(200)],
        help_text=_("1 là từng câu một; 0 là tất cả trên một trang."),
    )  # fmt: skip
    is_forward_only = models.BooleanField(
        _("chỉ đi tới"), default=False,
        help_text=_("Học viên không quay lại câu đã qua."),
    )  # fmt: skip
    feedback_when = models.CharField(
        _("cho xem đáp án"), max_length=8, choices=FeedbackWhen,
        default=FeedbackWhen.FINISHED,
    )  # fmt: skip
    shows_score = models.BooleanField(_("điểm"), default=True)
    shows_marks = models.BooleanField(_("câu nào đúng, câu nào sai"), default=True)
    shows_key = models.BooleanField(_("đáp án đúng"), default=True)
    shows_explanation = models.BooleanField(_("giải thích"), default=True)
    shows_source = models.BooleanField(_("căn cứ"), default=True)
    is_exam = models.BooleanField(
        _("bài thi"), default=False,
        help_text=_(
            "Chỉ một lần làm, có lời cam kết; việc rời trang được ghi lại để người "
            "coi thi xem, không tự trừ điểm."
        ),
    )  # fmt: skip
    access_code = models.CharField(_("mã vào phòng thi"), max_length=40, blank=True)
    honour_statement = models.TextField(_("lời cam kết"), blank=True)
    success_text = models.TextField(_("lời nhắn khi đạt"), blank=True)
    fail_text = models.TextField(_("lời nhắn khi chưa đạt"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        *ActivityPage.activity_panels,
        *RULE_PANELS,
        InlinePanel(
            "items", heading=_("Câu hỏi của bài"), label=_("Mục câu hỏi"), min_num=1
        ),
        *FEEDBACK_PANELS,
        EXAM_PANEL,
    ]

    class Meta:
        verbose_name = _("bài kiểm tra")

    @property
    def sittings_allowed(self) -> int | None:
        """How many the rule allows, without what a person was given on top."""
        return 1 if self.is_exam else self.attempts_allowed

    @property
    def pledge(self) -> str:
        """What a learner promises before sitting; empty when nothing is asked."""
        default = gettext("Tôi tự làm bài này, không nhờ ai làm thay hay nhắc bài.")
        return self.honour_statement or (default if self.is_exam else "")

    def clean(self) -> None:
        super().clean()
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            message = _("Giờ đóng đứng trước giờ mở. Sửa một trong hai giờ.")
            raise ValidationError({"closes_at": message})
        if self.feedback_when == self.FeedbackWhen.CLOSED and not self.closes_at:
            message = _("Nhập giờ đóng, vì đáp án chỉ cho xem sau giờ này.")
            raise ValidationError({"closes_at": message})

    def get_context(self, request, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        learning = getattr(request, "learning", None)
        return context | overview_for(self, learning, learner=request.user)


class QuizItem(Orderable):
    """A line of a quiz: this question, or so many drawn from a category."""

    quiz = ParentalKey(QuizPage, on_delete=models.CASCADE, related_name="items")
    question = models.ForeignKey(
        "questions.Question", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("một câu cố định"),
    )  # fmt: skip
    category = models.ForeignKey(
        "questions.QuestionCategory", models.PROTECT, null=True, blank=True,
        related_name="+", verbose_name=_("hoặc rút từ nhóm"),
    )  # fmt: skip
    tag = models.ForeignKey(
        "taggit.Tag", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("mang thẻ"),
    )  # fmt: skip
    difficulty = models.PositiveSmallIntegerField(
        _("độ khó"), choices=Difficulty, null=True, blank=True
    )
    section = models.CharField(
        _("mở đầu phần"), max_length=150, blank=True,
        help_text=_(
            "Tên phần bắt đầu từ mục này, ví dụ “Phần A. Căn cứ pháp lý”. "
            "Để trống thì mục thuộc phần ở trên."
        ),
    )  # fmt: skip
    count = models.PositiveSmallIntegerField(
        _("số câu rút"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(200)],
    )
    points = PointsField(_("điểm mỗi câu"), default=100)

    panels = [
        FieldPanel("section"),
        FieldPanel("question"),
        FieldRowPanel(
            [FieldPanel("category"), FieldPanel("tag"), FieldPanel("difficulty")]
        ),
        FieldRowPanel([FieldPanel("count"), FieldPanel("points")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("mục câu hỏi")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    question__isnull=False,
                    category__isnull=True,
                    tag__isnull=True,
                    difficulty__isnull=True,
                    count=1,
                )
                | (
                    Q(question__isnull=True, count__gte=1)
                    & (
                        Q(category__isnull=False)
                        | Q(tag__isnull=False)
                        | Q(difficulty__isnull=False)
                    )
                ),
                name="quiz_item_question_or_draw",
                violation_error_message=_(
                    "Mỗi mục chọn một câu cố định (số câu là 1), hoặc rút theo nhóm, "
                    "thẻ, độ khó."
                ),
            ),
            models.CheckConstraint(
                condition=Q(points__gt=0), name="quiz_item_points_positive"
            ),
        ]

    def __str__(self) -> str:
        draw = (self.category, self.tag, self.get_difficulty_display())
        return str(self.question or ", ".join(str(part) for part in draw if part))

    @property
    def is_draw(self) -> bool:
        return bool(self.category_id or self.tag_id or self.difficulty)

    def clean(self) -> None:
        if (self.question_id is not None) == self.is_draw:
            raise ValidationError(
                _(
                    "Chọn một câu cố định, hoặc rút theo nhóm, thẻ, độ khó; "
                    "không chọn cả hai."
                )
            )
        if self.question_id is not None:
            self.count = 1
