"""Mails to the holder about a paper: a row first, then a mail."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.models.entries import RegisterEntry
from certificates.querysets import NoticeQuerySet


class Notice(models.Model):
    """What the holder was told of one line, or of the paper's end; of each once."""

    class Topic(models.TextChoices):
        LINE = "line", _("Việc đã ghi vào sổ")
        EXPIRY = "expiry", _("Giấy sắp hết hạn")

    class State(models.TextChoices):
        PENDING = "pending", _("Chờ gửi")
        SENT = "sent", _("Đã gửi")
        FAILED = "failed", _("Không gửi được")
        DROPPED = "dropped", _("Không cần gửi nữa")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(RegisterEntry, models.PROTECT, related_name="notices")
    topic = models.CharField(
        max_length=6, choices=Topic, default=Topic.LINE, db_default=Topic.LINE
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    to = models.EmailField(_("gửi đến"))
    subject = models.CharField(_("tiêu đề"), max_length=200)
    body = models.TextField(_("nội dung"))
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(_("thử lại lúc"), null=True)
    error = models.CharField(_("lỗi"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(_("gửi lúc"), null=True)
    asked_again_by = models.ForeignKey(  # who last asked to send a failed one again
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    asked_again_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("thư báo")
        verbose_name_plural = _("thư báo")
        default_permissions = ()
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "topic"], name="notice_once_per_topic"
            )
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(state="pending"),
                name="notice_pending",
            )
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
