"""Who is reminded when, on which days nobody is, and what was sent."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.querysets import OutboxQuerySet
from enrolments.models.classes import Enrolment, TrainingClass


class Holiday(models.Model):
    """A day off by law or decision, or a Saturday that is worked instead."""

    day = models.DateField(_("ngày"), unique=True)
    name = models.CharField(_("tên"), max_length=150)
    is_working = models.BooleanField(
        _("làm bù"), default=False, help_text=_("Ngày cuối tuần nhưng đi làm bù.")
    )

    class Meta:
        verbose_name = _("ngày nghỉ")
        verbose_name_plural = _("ngày nghỉ, ngày làm bù")
        ordering = ["day"]

    def __str__(self) -> str:
        return self.name


class ReminderStep(models.Model):
    """So many days from a class's deadline these people get a mail."""

    class Audience(models.TextChoices):
        LEARNER = "learner", _("Học viên chưa hoàn thành")
        COORDINATOR = "coordinator", _("Điều phối viên (bảng tổng hợp)")
        HEAD = "head", _("Lãnh đạo đơn vị (bảng tổng hợp)")

    days = models.SmallIntegerField(
        _("số ngày so với hạn"),
        help_text=_("-7 là bảy ngày trước hạn, 0 là ngày hạn, 3 là ba ngày sau hạn."),
    )
    audience = models.CharField(_("người nhận"), max_length=12, choices=Audience)
    is_active = models.BooleanField(_("đang dùng"), default=True)

    class Meta:
        verbose_name = _("bước nhắc")
        verbose_name_plural = _("các bước nhắc")
        ordering = ["days", "audience"]
        constraints = [
            models.UniqueConstraint(
                fields=["days", "audience"],
                name="step_once",
                violation_error_message=_(
                    "Đã có bước nhắc này cho người nhận này. Anh/chị sửa bước đã có."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days:+d}: {self.get_audience_display()}"


class Reminder(models.Model):
    """One mail to one person about one class on one occasion: the log, and the lock.

    The row is written before the mail leaves; the unique key lets it leave once.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Chờ gửi")
        SENT = "sent", _("Đã gửi")
        FAILED = "failed", _("Không gửi được")
        DROPPED = "dropped", _("Đã rút lại")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    training_class = models.ForeignKey(
        TrainingClass, models.PROTECT, related_name="reminders"
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reminders"
    )
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, null=True, blank=True, related_name="reminders"
    )
    audience = models.CharField(max_length=12, choices=ReminderStep.Audience)
    occasion = models.CharField(
        max_length=60, help_text="deadline and step, or the bulk send it belongs to"
    )
    send_on = models.DateField(
        null=True, help_text="the working day it is written for, never before it"
    )
    to = models.EmailField(_("gửi đến"))
    subject = models.CharField(_("tiêu đề"), max_length=200)
    body = models.TextField(_("nội dung"))
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(_("thử lại lúc"), null=True)
    error = models.CharField(_("lý do"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(_("gửi lúc"), null=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("thư nhắc")
        verbose_name_plural = _("thư nhắc")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "recipient", "audience", "occasion"],
                name="reminder_once",
            ),
            # By a step and by hand, from one list and from another: one is enough.
            models.UniqueConstraint(
                fields=["training_class", "recipient", "send_on"],
                condition=models.Q(audience="learner"),
                name="reminder_learner_once_a_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(state="pending"),
                name="reminder_pending",
            )
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
