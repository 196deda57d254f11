"""Quiz pages, attempts at them, and the responses that were given."""

import uuid
from datetime import datetime
from math import ceil

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page

from courses.models import ActivityPage
from quizzes.overview import overview_for
from quizzes.points import PointsField
from quizzes.querysets import AttemptQuerySet, ResponseQuerySet, grace


class QuizPage(ActivityPage):
    """A quiz: what it draws from the bank and the rules of an attempt."""

    parent_page_types = ["courses.CoursePage", "courses.ModulePage"]
    subpage_types: list[str] = []
    template = "quizzes/quiz_page.html"

    intro = models.TextField(_("lời dẫn"), blank=True)
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
    pass_mark = models.PositiveSmallIntegerField(
        _("mức đạt (%)"),
        default=50,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    shuffle_questions = models.BooleanField(_("xáo trộn câu hỏi"), default=True)
    shuffle_options = models.BooleanField(_("xáo trộn phương án"), default=True)
    success_text = models.TextField(_("lời nhắn khi đạt"), blank=True)
    fail_text = models.TextField(_("lời nhắn khi chưa đạt"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        *ActivityPage.activity_panels,
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("time_limit_minutes"),
                        FieldPanel("attempts_allowed"),
                        FieldPanel("pass_mark"),
                    ]
                ),
                FieldRowPanel(
                    [FieldPanel("shuffle_questions"), FieldPanel("shuffle_options")]
                ),
            ],
            heading=_("Luật làm bài"),
        ),
        InlinePanel(
            "items", heading=_("Câu hỏi của bài"), label=_("Mục câu hỏi"), min_num=1
        ),
        MultiFieldPanel(
            [FieldPanel("success_text"), FieldPanel("fail_text")], heading=_("Lời nhắn")
        ),
    ]

    class Meta:
        verbose_name = _("bài kiểm tra")

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
    count = models.PositiveSmallIntegerField(
        _("số câu rút"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(200)],
    )
    points = PointsField(_("điểm mỗi câu"), default=100)

    panels = [
        FieldRowPanel([FieldPanel("question"), FieldPanel("category")]),
        FieldRowPanel([FieldPanel("count"), FieldPanel("points")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("mục câu hỏi")
        constraints = [
            models.CheckConstraint(
                condition=Q(question__isnull=False, category__isnull=True, count=1)
                | Q(question__isnull=True, category__isnull=False, count__gte=1),
                name="quiz_item_question_or_category",
                violation_error_message=_(
                    "Mỗi mục chọn một câu cố định (số câu là 1) hoặc một nhóm để rút."
                ),
            ),
            models.CheckConstraint(
                condition=Q(points__gt=0), name="quiz_item_points_positive"
            ),
        ]

    def __str__(self) -> str:
        return str(self.question or self.category)

    def clean(self) -> None:
        if (self.question_id is None) == (self.category_id is None):
            raise ValidationError(
                _("Chọn một câu cố định hoặc một nhóm để rút, không chọn cả hai.")
            )
        if self.question_id is not None:
            self.count = 1


class Attempt(models.Model):
    """One sitting of a learner at a quiz; its rules and questions are frozen."""

    class ClosedBy(models.TextChoices):
        LEARNER = "learner", _("Học viên nộp")
        CLOCK = "clock", _("Hết giờ, tự nộp")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(
        "enrolments.Enrolment", models.PROTECT, related_name="attempts"
    )
    quiz = models.ForeignKey(QuizPage, models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField(_("lần"))
    seed = models.BigIntegerField(help_text="what the draw and the shuffles came from")
    started_at = models.DateTimeField(_("bắt đầu lúc"))
    due_at = models.DateTimeField(_("hết giờ lúc"), null=True)
    submitted_at = models.DateTimeField(_("nộp lúc"), null=True)
    closed_by = models.CharField(max_length=7, choices=ClosedBy, blank=True)
    pass_mark = models.PositiveSmallIntegerField(help_text="per cent, as on the start")
    score = models.PositiveIntegerField(null=True, help_text="hundredths of a point")
    max_score = models.PositiveIntegerField(help_text="hundredths of a point")

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần làm bài")
        verbose_name_plural = _("lần làm bài")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "quiz", "number"], name="attempt_number_once"
            ),
            models.UniqueConstraint(
                fields=["enrolment", "quiz"],
                condition=Q(submitted_at=None),
                name="attempt_one_open",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, score=None)
                | Q(submitted_at__isnull=False, score__lte=F("max_score")),
                name="attempt_score_when_submitted",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(submitted_at=None), name="attempt_sweep"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.quiz_id} ({self.number})"

    @property
    def is_open(self) -> bool:
        return self.submitted_at is None

    @property
    def has_passed(self) -> bool:
        """By the pass mark that stood when the attempt began."""
        return (
            self.score is not None
            and self.score * 100 >= self.pass_mark * self.max_score
        )

    def is_over(self, *, at: datetime) -> bool:
        """The time and the grace are gone: nothing is taken any more."""
        return self.due_at is not None and at >= self.due_at + grace()

    def seconds_left(self, *, at: datetime) -> int | None:
        """Until the deadline, without the grace: 0 means over; None, no limit."""
        if self.due_at is None:
            return None
        return max(0, ceil((self.due_at - at).total_seconds()))


class Response(models.Model):
    """One drawn question in an attempt: as it was worded then, and what was answered."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="responses")
    position = models.PositiveSmallIntegerField()
    question = models.ForeignKey(
        "questions.Question", models.PROTECT, related_name="responses"
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision", models.PROTECT, null=True, related_name="+"
    )
    definition = models.JSONField(help_text="see questions/definitions.py")
    answer = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=0)
    last_key = models.UUIDField(
        null=True, help_text="the client's key of the last save"
    )
    saved_at = models.DateTimeField(null=True)
    is_flagged = models.BooleanField(default=False)
    points = models.PositiveIntegerField(null=True, help_text="hundredths of a point")
    max_points = models.PositiveIntegerField(help_text="hundredths of a point")

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("câu trả lời")
        verbose_name_plural = _("câu trả lời")
        ordering = ["attempt", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "position"], name="response_position_once"
            ),
            models.UniqueConstraint(
                fields=["attempt", "question"], name="response_question_once"
            ),
            models.CheckConstraint(
                condition=Q(points=None) | Q(points__lte=F("max_points")),
                name="response_points_within",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.position}"
