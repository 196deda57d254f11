"""Facts of learning: visits and completions. Progress itself is always computed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from progress.querysets import CompletionQuerySet


class Visit(models.Model):
    """That a learner opened an activity: when first, when last, for how long."""

    enrolment = models.ForeignKey(
        "enrolments.Enrolment", models.PROTECT, related_name="visits"
    )
    activity = models.ForeignKey(
        "courses.ActivityPage", models.PROTECT, related_name="visits"
    )
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    seconds = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("lượt mở mục học")
        verbose_name_plural = _("lượt mở mục học")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "activity"], name="visit_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.activity_id}"


class Completion(models.Model):
    """That a learner finished an activity: written once, never changed.

    A later occasion (new material, a correction) adds a row; what was wrong is voided
    with its reason. The newest row not voided stands.
    """

    enrolment = models.ForeignKey(
        "enrolments.Enrolment", models.PROTECT, related_name="completions"
    )
    activity = models.ForeignKey(
        "courses.ActivityPage", models.PROTECT, related_name="completions"
    )
    occasion = models.CharField(max_length=60)
    revision = models.ForeignKey(
        "wagtailcore.Revision", models.PROTECT, null=True, related_name="+"
    )
    completed_at = models.DateTimeField()
    score = models.PositiveIntegerField(null=True, help_text="hundredths of a point")
    max_score = models.PositiveIntegerField(
        null=True, help_text="hundredths of a point"
    )
    passed = models.BooleanField(null=True)
    seconds = models.PositiveIntegerField(null=True)
    legal_shown = models.JSONField(
        default=list, help_text="the legal texts cited and their dates as shown then"
    )
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)

    objects = CompletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("lượt hoàn thành")
        verbose_name_plural = _("lượt hoàn thành")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "activity", "occasion"], name="completion_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["enrolment", "activity"],
                condition=models.Q(passed=False),
                name="completion_failed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.activity_id} ({self.occasion})"
