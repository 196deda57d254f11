"""Meetings of a class (buổi học) and who was there."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enrolments.models.calendars import InCalendars
from enrolments.models.classes import Enrolment, TrainingClass


class Meeting(InCalendars):
    """One sitting of a class, in a room or online."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    training_class = models.ForeignKey(
        TrainingClass, models.PROTECT, related_name="meetings"
    )
    title = models.CharField(_("nội dung"), max_length=200)
    starts_at = models.DateTimeField(_("bắt đầu"))
    ends_at = models.DateTimeField(_("kết thúc"))
    place = models.CharField(_("địa điểm"), max_length=200, blank=True)
    link = models.URLField(_("đường dẫn phòng họp"), blank=True)
    secret = models.CharField(
        max_length=64,
        default=secrets.token_hex,
        editable=False,
        help_text="what the codes on the wall are derived from",
    )
    cancelled_at = models.DateTimeField(_("hủy lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("buổi học")
        verbose_name_plural = _("buổi học")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Whether a learner was at a meeting, who said so and how."""

    class Status(models.TextChoices):
        PRESENT = "present", _("Có mặt")
        EXCUSED = "excused", _("Vắng có phép")
        ABSENT = "absent", _("Vắng không phép")

    class Source(models.TextChoices):
        LIST = "list", _("Điểm danh theo danh sách")
        QR = "qr", _("Quét mã trên tường")
        PAPER = "paper", _("Danh sách giấy")
        LATE = "late", _("Ghi muộn, người thứ hai duyệt")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attendances")
    status = models.CharField(_("điểm danh"), max_length=10, choices=Status)
    source = models.CharField(max_length=10, choices=Source)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("điểm danh")
        verbose_name_plural = _("điểm danh")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "enrolment"], name="attendance_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.enrolment_id} {self.status}"


class AttendanceSheet(models.Model):
    """A list entered afterwards, from paper or late; it counts once a second agrees."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="sheets")
    source = models.CharField(
        max_length=10,
        choices=Attendance.Source,
        default=Attendance.Source.PAPER,
        help_text="what the marks are said to come from once they count",
    )
    rows = models.JSONField(help_text="enrolment uid to status")
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    is_approved = models.BooleanField(null=True)

    class Meta:
        verbose_name = _("danh sách điểm danh chờ duyệt")
        verbose_name_plural = _("danh sách điểm danh chờ duyệt")
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("entered_by")),
                name="sheet_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}, {self.entered_at:%d/%m/%Y}"
