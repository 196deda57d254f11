"""What people did to marks: essays marked, points overridden, keys corrected."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Marking(models.Model):
    """A person's marks for an essay. The first decides unless a second one is asked."""

    class Turn(models.IntegerChoices):
        FIRST = 1, _("Người chấm thứ nhất")
        SECOND = 2, _("Người chấm thứ hai")

    response = models.ForeignKey(
        "quizzes.Response", models.PROTECT, related_name="markings"
    )
    turn = models.PositiveSmallIntegerField(choices=Turn, default=Turn.FIRST)
    points = models.PositiveIntegerField(help_text="hundredths of a point")
    rubric = models.JSONField(
        default=dict, help_text="hundredths of a point by id of the criterion"
    )
    comment = models.TextField(_("nhận xét"), blank=True)
    marked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("lượt chấm")
        verbose_name_plural = _("lượt chấm")
        ordering = ["response", "turn"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "turn"], name="marking_turn_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.response_id}: {self.turn}"


class Override(models.Model):
    """Points of a response that a person set, with the reason. Append-only."""

    response = models.ForeignKey(
        "quizzes.Response", models.PROTECT, related_name="overrides"
    )
    points_before = models.PositiveIntegerField(
        null=True, help_text="hundredths of a point"
    )
    points_after = models.PositiveIntegerField(help_text="hundredths of a point")
    reason = models.TextField(_("lý do"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("điểm sửa tay")
        verbose_name_plural = _("điểm sửa tay")
        ordering = ["response", "at"]

    def __str__(self) -> str:
        return f"{self.response_id}: {self.points_after}"


class KeyCorrection(models.Model):
    """A key that was wrong and was put right, for the attempts already sat."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    question = models.ForeignKey(
        "questions.Question", models.PROTECT, related_name="key_corrections"
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision", models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(_("lý do"))
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("lần sửa đáp án")
        verbose_name_plural = _("lần sửa đáp án")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.at:%Y-%m-%d}"


class Regrade(models.Model):
    """What a correction did to one attempt; a pass lost waits for a person's decision."""

    class Decision(models.TextChoices):
        NONE = "", _("Chờ quyết định")
        KEPT = "kept", _("Giữ kết quả đạt")
        WITHDRAWN = "withdrawn", _("Rút kết quả đạt")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    correction = models.ForeignKey(
        KeyCorrection, models.PROTECT, related_name="regrades"
    )
    attempt = models.ForeignKey(
        "quizzes.Attempt", models.PROTECT, related_name="regrades"
    )
    score_before = models.PositiveIntegerField(help_text="hundredths of a point")
    score_after = models.PositiveIntegerField(help_text="hundredths of a point")
    passed_before = models.BooleanField()
    passed_after = models.BooleanField()
    decision = models.CharField(max_length=9, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("lượt chấm lại")
        verbose_name_plural = _("lượt chấm lại")
        ordering = ["correction", "attempt"]
        constraints = [
            models.UniqueConstraint(
                fields=["correction", "attempt"], name="regrade_attempt_once"
            ),
            models.CheckConstraint(
                condition=Q(decision="") | Q(passed_before=True, passed_after=False),
                name="regrade_decides_a_lost_pass",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.correction_id}: {self.attempt_id}"
