"""Lists too long for a request: asked for, made in the background, kept for some days."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from progress.querysets import ExportQuerySet


class Export(models.Model):
    """A file that one person asked for and that a worker makes.

    `asked` is what the address asked, so that the list can be read again with the
    reach that the person has when the worker comes to it; `said` is the same in words.
    """

    class What(models.TextChoices):
        AGENCIES = "agencies", _("Bảng theo đơn vị")
        PEOPLE = "people", _("Danh sách học viên")
        HOURS = "hours", _("Giờ học trong năm")
        QUICK = "quick", _("Bài xong rất nhanh")
        DRAFT = "draft", _("Bản nháp báo cáo")
        REPORT = "report", _("Báo cáo đã ban hành")
        PAPERS = "papers", _("Giấy chứng nhận")

    class State(models.TextChoices):
        WAITING = "waiting", _("Đang chờ")
        RUNNING = "running", _("Đang làm")
        READY = "ready", _("Tải được")
        REFUSED = "refused", _("Không làm được")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="exports"
    )
    what = models.CharField(_("nội dung"), max_length=8, choices=What)
    asked = models.JSONField()
    said = models.JSONField(default=list, help_text="pairs of a word and its value")
    as_at = models.DateField(_("số liệu đến hết ngày"))
    ending = models.CharField(_("dạng tệp"), max_length=4)
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    refusal = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(_("xóa lúc"), db_index=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp xuất")
        verbose_name_plural = _("tệp xuất")
        ordering = ["-asked_at", "-pk"]
        default_permissions = ()
        constraints = [
            # Whoever asks for the same again waits for the same file.
            models.UniqueConstraint(
                fields=["asked_by", "what", "ending", "asked"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="export_once",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_unfinished(self) -> bool:
        return self.state in {self.State.WAITING, self.State.RUNNING}

    @property
    def stored_name(self) -> str:
        """In private storage: one name for one export, however often it is tried."""
        return f"exports/{self.uid}.{self.ending}"
