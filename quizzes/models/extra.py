"""More time for a running attempt, given by a person."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class ExtraTime(models.Model):
    """Minutes that one running attempt was given, with a reason; never taken back."""

    MOST = 180  # minutes at a time

    key = models.UUIDField(help_text="of the form: sent twice, given once")
    attempt = models.ForeignKey(
        "quizzes.Attempt", models.PROTECT, related_name="extra_times"
    )
    minutes = models.PositiveSmallIntegerField(
        _("số phút"), validators=[MinValueValidator(1), MaxValueValidator(MOST)]
    )
    due_at = models.DateTimeField(_("hết giờ mới"), help_text="what they led to")
    reason = models.TextField(_("lý do"))
    given_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = _("giờ làm thêm")
        verbose_name_plural = _("giờ làm thêm")
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["key", "attempt"], name="extra_time_once"),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1), name="extra_time_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.minutes}"
