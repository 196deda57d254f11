"""Lessons that were marked as done faster than they can be read, and what was said of it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from progress.plausibility import seconds_taken, too_fast
from progress.querysets import QuickFinishQuerySet


class QuickFinish(models.Model):
    """That a lesson was finished implausibly fast: measured once, blocking nothing.

    `minutes` is what its author stated then; `opened_at` is None for a lesson that was
    marked without being opened. A question to ask, never a verdict. Whose and when are
    the completion's own, kept here too so that a province is counted without reading
    all that was ever completed in it.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    completion = models.OneToOneField(
        "progress.Completion", models.PROTECT, related_name="quick_finish"
    )
    enrolment = models.ForeignKey(
        "enrolments.Enrolment", models.PROTECT, related_name="quick_finishes"
    )
    done_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField()

    objects = QuickFinishQuerySet.as_manager()

    class Meta:
        verbose_name = _("bài xong rất nhanh")
        verbose_name_plural = _("bài xong rất nhanh")

    def __str__(self) -> str:
        return f"{self.completion_id}: {self.minutes}"

    @property
    def seconds(self) -> int | None:
        return seconds_taken(self.opened_at, self.done_at)

    @property
    def expected_seconds(self) -> int:
        return self.minutes * 60

    @property
    def reason(self) -> str:
        return too_fast(
            minutes=self.minutes,
            opened_at=self.opened_at,
            done_at=self.done_at,
        )


class QuickFinishTalk(models.Model):
    """That a coordinator talked about it and laid it aside, or took that back.

    Only ever added; the newest one holds.
    """

    finish = models.ForeignKey(QuickFinish, models.PROTECT, related_name="talks")
    is_aside = models.BooleanField()
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("lần trao đổi")
        verbose_name_plural = _("lần trao đổi")
        ordering = ["noted_at", "pk"]

    def __str__(self) -> str:
        return f"{self.finish_id}: {self.is_aside}"

    def save(self, *args, **kwargs) -> None:
        """Once only; the database refuses a change by other ways too."""
        if self.pk is not None:
            raise TypeError("what was noted of a talk is never changed")
        super().save(*args, **kwargs)
