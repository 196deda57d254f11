"""What people ask of the register, and until when they are to have it."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.formats import vdate
from certificates.models.certificates import Certificate
from certificates.models.entries import RegisterEntry


class ReplacementRequest(models.Model):
    """A request for another paper, as it came in; settled by a line of the book."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="requests"
    )
    cause = models.CharField(
        _("lý do"), max_length=12, choices=RegisterEntry.Cause.choices
    )
    received_on = models.DateField(_("nhận ngày"))
    due_on = models.DateField(_("hạn giải quyết"))
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("ghi lúc"))
    settled_by = models.ForeignKey(
        RegisterEntry, models.PROTECT, null=True, related_name="requests"
    )

    class Meta:
        verbose_name = _("đề nghị cấp lại")
        verbose_name_plural = _("đề nghị cấp lại")
        default_permissions = ()
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"],
                condition=models.Q(settled_by=None),
                name="request_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.received_on}"

    @property
    def received(self) -> str:
        return vdate(self.received_on)

    @property
    def due(self) -> str:
        return vdate(self.due_on)

    def is_late(self, *, on: date) -> bool:
        return self.settled_by_id is None and self.due_on < on
