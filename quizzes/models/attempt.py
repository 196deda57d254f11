"""Sittings at a quiz, and the responses that were given."""

import uuid
from datetime import datetime
from math import ceil

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from quizzes.counting import meets
from quizzes.querysets import AttemptQuerySet, ResponseQuerySet, grace


class Attempt(models.Model):
    """One sitting of a learner at a quiz; its rules and questions are frozen."""

    class ClosedBy(models.TextChoices):
        LEARNER = "learner", _("Học viên nộp")
        CLOCK = "clock", _("Hết giờ, tự nộp")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(
        "enrolments.Enrolment", models.PROTECT, related_name="attempts"
    )
    quiz = models.ForeignKey(
        "quizzes.QuizPage", models.PROTECT, related_name="attempts"
    )
    number = models.PositiveSmallIntegerField(_("lần"))
    seed = models.BigIntegerField(help_text="what the draw and the shuffles came from")
    started_at = models.DateTimeField(_("bắt đầu lúc"))
    due_at = models.DateTimeField(_("hết giờ lúc"), null=True)
    submitted_at = models.DateTimeField(_("nộp lúc"), null=True)
    closed_by = models.CharField(max_length=7, choices=ClosedBy, blank=True)
    pass_mark = models.PositiveSmallIntegerField(help_text="per cent, as on the start")
    pledged_at = models.DateTimeField(
        _("cam kết lúc"), null=True, help_text="when the honour statement was accepted"
    )
    per_page = models.PositiveSmallIntegerField(
        default=1, help_text="questions on a page, as on the start; 0 is all on one"
    )
    is_forward_only = models.BooleanField(default=False, help_text="as on the start")
    checks_each = models.BooleanField(
        default=False,
        help_text="as on the start: answers may be checked, for good, while it runs",
    )
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
            ),
            models.Index(
                fields=["submitted_at"],
                condition=Q(submitted_at__isnull=False, score=None),
                name="attempt_waits_for_marks",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.quiz_id} ({self.number})"

    @property
    def is_open(self) -> bool:
        return self.submitted_at is None

    @property
    def waits_for_marks(self) -> bool:
        """Submitted, and an answer still needs a person to mark it."""
        return self.submitted_at is not None and self.score is None

    @property
    def has_passed(self) -> bool:
        """By the pass mark that stood when the attempt began."""
        return self.score is not None and meets(
            self.score, self.max_score, self.pass_mark
        )

    @property
    def seconds(self) -> int:
        """How long the sitting took, once it is submitted."""
        return int((self.submitted_at - self.started_at).total_seconds())

    def is_over(self, *, at: datetime) -> bool:
        """The time and the grace are gone: nothing is taken any more."""
        return self.due_at is not None and at >= self.due_at + grace()

    def is_shut(self, *, at: datetime) -> bool:
        """No answer is taken: submitted, or over."""
        return not self.is_open or self.is_over(at=at)

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
    section = models.CharField(max_length=150, blank=True)
    is_closed = models.BooleanField(
        default=False,
        help_text="no save any more: submitted, checked, or passed by going forward",
    )

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


class AttemptEvent(models.Model):
    """What happened around an examination: a flag for whoever supervises, no verdict."""

    class Kind(models.TextChoices):
        LEFT = "left", _("Rời trang")
        RETURNED = "returned", _("Trở lại trang")

    uid = models.UUIDField(
        unique=True, help_text="the client's key: told twice, kept once"
    )
    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=8, choices=Kind)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("việc ghi nhận khi thi")
        ordering = ["attempt", "at"]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.kind}"


class ExtraAttempt(models.Model):
    """One more sitting than the quiz allows, given to a learner with a reason."""

    enrolment = models.ForeignKey(
        "enrolments.Enrolment", models.PROTECT, related_name="extra_attempts"
    )
    quiz = models.ForeignKey(
        "quizzes.QuizPage", models.PROTECT, related_name="extra_attempts"
    )
    reason = models.TextField(_("lý do"))
    given_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = _("lượt làm thêm")
        verbose_name_plural = _("lượt làm thêm")
        ordering = ["given_at"]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.quiz_id}"
