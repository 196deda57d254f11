"""A roster on its way in: uploaded, looked at, applied, perhaps undone."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enrolments.models.classes import TrainingClass


class RosterImport(models.Model):
    """One file of one coordinator, from upload to result; the steps of the wizard.

    `plan` says for each row what the file says, what applying it would do and why;
    `decisions` what the coordinator put right or chose; `undo` keeps what was before, so
    that the whole can be taken back.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Đã tải lên")
        PLANNING = "planning", _("Đang đọc")
        PLANNED = "planned", _("Chờ xác nhận")
        APPLYING = "applying", _("Đang áp dụng")
        APPLIED = "applied", _("Đã áp dụng")
        UNDOING = "undoing", _("Đang hoàn tác")
        UNDONE = "undone", _("Đã hoàn tác")
        FAILED = "failed", _("Không áp dụng được")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="roster_imports"
    )
    # whose subtree the roster may touch
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    training_class = models.ForeignKey(
        TrainingClass, models.PROTECT, null=True, blank=True, related_name="+"
    )
    effective_on = models.DateField(_("áp dụng từ ngày"))
    is_complete = models.BooleanField(
        _("danh sách đầy đủ của đơn vị"),
        default=False,
        help_text=_("Người có trong hệ thống mà không có trong tệp là đã rời đơn vị."),
    )
    file_name = models.CharField(max_length=200)
    stored_name = models.CharField(max_length=300, help_text="name in private storage")
    sha256 = models.CharField(max_length=64)
    sheet = models.CharField(max_length=100, blank=True)
    columns = models.JSONField(default=dict, help_text="field to column index")
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    plan = models.JSONField(default=list)
    decisions = models.JSONField(
        default=dict, help_text="row to what the coordinator decided about it"
    )
    version = models.PositiveIntegerField(
        default=0, help_text="rises with every reading, correction and decision"
    )
    undo = models.JSONField(default=list)
    result = models.JSONField(default=dict)
    error = models.CharField(max_length=500, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("lần nhập danh sách")
        verbose_name_plural = _("các lần nhập danh sách")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name
