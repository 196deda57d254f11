"""Official reports as they were issued, and those that are sent by the calendar."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ReportKind(models.TextChoices):
    """The reports a coordinator must produce."""

    PARTICIPANTS = "participants", _("Danh sách học viên")
    ATTENDANCE = "attendance", _("Bảng điểm danh")
    MARKS = "marks", _("Bảng điểm")
    AGENCIES = "agencies", _("Báo cáo theo đơn vị")
    LEVELS = "levels", _("Tổng hợp theo cấp")
    TARGETS = "targets", _("Kết quả so với chỉ tiêu")
    RECOGNITION = "recognition", _("Danh sách công nhận kết quả")


class ReportSnapshot(models.Model):
    """A report as issued: numbered, dated, and never changed afterwards.

    `content` is the whole of what it says (heading, columns, rows, notes), so that the
    paper can be made again; `query` is what it asked, so that it can be counted again.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField(_("năm"))
    number = models.PositiveIntegerField(_("số"))
    kind = models.CharField(_("loại"), max_length=14, choices=ReportKind)
    title = models.CharField(_("trích yếu"), max_length=300)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    training_class = models.ForeignKey(
        "enrolments.TrainingClass", models.PROTECT, null=True, related_name="+"
    )
    as_at = models.DateField(_("số liệu đến hết ngày"))
    query = models.JSONField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64, help_text="of the content, sorted keys")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField(_("ban hành lúc"))

    class Meta:
        verbose_name = _("báo cáo đã ban hành")
        verbose_name_plural = _("báo cáo đã ban hành")
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="report_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number:02d}/{self.year}: {self.title}"

    def save(self, *args, **kwargs) -> None:
        """Once only; the database refuses a change by other ways too."""
        if self.pk is not None:
            raise TypeError("a report that was issued is never changed")
        super().save(*args, **kwargs)

    @property
    def day_was_over(self) -> bool:
        """Whether nothing of its day was still to come when it was issued."""
        return self.as_at < timezone.localdate(self.issued_at)

    @property
    def reference(self) -> str:
        """05/BC-SNV: numbers under ten get a zero (Decree 30/2020)."""
        symbol = self.content["letter"].get("symbol", "")
        return f"{self.number:02d}/{symbol}" if symbol else f"{self.number:02d}"


class ReportSchedule(models.Model):
    """A report that goes out by mail every week or month."""

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", _("Hằng tuần")
        MONTHLY = "monthly", _("Hằng tháng")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="report_schedules"
    )
    kind = models.CharField(_("loại"), max_length=14, choices=ReportKind)
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    training_class = models.ForeignKey(
        "enrolments.TrainingClass", models.PROTECT, null=True, related_name="+"
    )
    rhythm = models.CharField(_("định kỳ"), max_length=8, choices=Rhythm)
    next_on = models.DateField(_("lần tới"), default=timezone.localdate)
    last_sent_at = models.DateTimeField(_("lần gần nhất"), null=True)
    last_error = models.CharField(max_length=300, blank=True)
    is_active = models.BooleanField(_("đang dùng"), default=True)

    class Meta:
        verbose_name = _("báo cáo định kỳ")
        verbose_name_plural = _("báo cáo định kỳ")
        ordering = ["next_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_rhythm_display()}"
