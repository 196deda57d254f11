"""What people ask of the register, and until when they are to have it."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.formats import vdate
from certificates.models.certificates import Certificate
from certificates.models.entries import RegisterEntry
from certificates.request_querysets import OPEN, RequestQuerySet


class ReplacementRequest(models.Model):
    """A request for another paper, as it came in; settled by a line of the book.

    Or withdrawn with a reason, by whoever asked or by who keeps the register when it
    was entered by mistake. It is never deleted, the database refuses.
    """

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
    says = models.CharField(_("giấy ghi sai"), max_length=300, blank=True)
    should_say = models.CharField(_("phải ghi là"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("ghi lúc"))
    settled_by = models.ForeignKey(
        RegisterEntry, models.PROTECT, null=True, related_name="requests"
    )
    withdrawn_at = models.DateTimeField(_("rút lúc"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    withdrawn_why = models.CharField(_("lý do rút"), max_length=300, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("đề nghị cấp lại")
        verbose_name_plural = _("đề nghị cấp lại")
        default_permissions = ()
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"],
                condition=OPEN,
                name="request_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    withdrawn_at=None, withdrawn_by=None, withdrawn_why=""
                )
                | models.Q(
                    settled_by=None,
                    withdrawn_at__isnull=False,
                    withdrawn_by__isnull=False,
                    withdrawn_why__gt="",
                ),
                name="request_withdrawn_with_reason",
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

    @property
    def is_open(self) -> bool:
        return self.settled_by_id is None and self.withdrawn_at is None

    @property
    def is_by_holder(self) -> bool:
        """Whether the person of the paper asked here, and nobody wrote it down."""
        return self.by_id == self.certificate.holder_id

    def is_late(self, *, on: date) -> bool:
        return self.is_open and self.due_on < on

    @property
    def is_in_time(self) -> bool:
        """Whether the line that answered it was written by the day it was due."""
        line = self.settled_by
        return line is not None and timezone.localdate(line.at) <= self.due_on
