"""Awards as they were made: only what was true, in words, on the day it was issued."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.core.files.storage import storages
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.codes import new_code
from certificates.models.name_field import FoldedNameField
from certificates.models.register import Register
from certificates.querysets import CertificateQuerySet
from certificates.troubles import DETAIL, Trouble


def private_storage():
    return storages["private"]


class Kind(models.TextChoices):
    """Papers with different rules of reissue (TT 03/2023/TT-BNV): `certificates.rules`."""

    ATTESTATION = "attestation", _("Giấy chứng nhận")
    CERTIFICATE = "certificate", _("Chứng chỉ")
    COMPLETION = "completion", _("Giấy chứng nhận hoàn thành khóa học")


# What a course gives; the third paper only ever takes the place of a lost chứng chỉ.
OF_COURSES = [c for c in Kind.choices if c[0] != Kind.COMPLETION]


class Certificate(models.Model):
    """One line of the register with what is printed on the paper."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Đang tạo")
        READY = "ready", _("Có giá trị")
        SUPERSEDED = "superseded", _("Đã được thay thế")
        REVOKED = "revoked", _("Đã thu hồi")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    award = models.UUIDField(_("lượt công nhận"), editable=False)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ATTESTATION)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="certificates"
    )
    register = models.ForeignKey(Register, models.PROTECT, related_name="certificates")
    number = models.PositiveIntegerField()
    serial = models.CharField(_("số vào sổ"), max_length=60, unique=True)
    code = models.CharField(
        _("mã tra cứu"),
        max_length=20,
        unique=True,
        default=new_code,
        validators=[RegexValidator(r"^[0-9A-Z-]+$")],
    )
    status = models.CharField(
        _("tình trạng"), max_length=10, choices=Status, default=Status.PENDING
    )
    facts = models.JSONField(_("nội dung trên giấy"))
    name_text = FoldedNameField()
    issued_at = models.DateTimeField(_("cấp lúc"), default=timezone.now)
    rendered_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(
        storage=private_storage, upload_to="certificates/", blank=True
    )
    sha256 = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(
        _("số lần thử"), default=0, db_default=0, editable=False
    )
    trouble = models.CharField(
        _("lý do"),
        max_length=10,
        choices=Trouble,
        blank=True,
        db_default="",
        editable=False,
    )
    trouble_detail = models.CharField(
        max_length=DETAIL, blank=True, db_default="", editable=False
    )
    retry_at = models.DateTimeField(
        _("thử lại lúc"), null=True, blank=True, editable=False
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("giấy chứng nhận")
        verbose_name_plural = _("giấy chứng nhận")
        ordering = ["-issued_at", "-pk"]
        permissions = [
            ("replace_certificate", _("Cấp lại, thay thế, sửa tên trên giấy")),
            ("revoke_certificate", _("Thu hồi giấy theo quyết định")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "number"], name="certificate_number_once"
            ),
            models.UniqueConstraint(
                fields=["award"],
                condition=models.Q(status__in=["pending", "ready"]),
                name="certificate_once_per_award",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="ready")
                | ~(models.Q(file="") | models.Q(sha256="")),
                name="certificate_ready_has_paper",
            ),
        ]
        indexes = [
            models.Index(
                fields=["issued_at"],
                condition=models.Q(status="pending"),
                name="certificate_pending",
            ),
            models.Index(fields=["sha256"], name="certificate_sha256"),  # of uploads
            models.Index(
                KeyTextTransform("valid_until", "facts"),
                condition=models.Q(status="ready"),
                name="certificate_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.serial

    @property
    def is_ready(self) -> bool:
        return self.status == self.Status.READY

    @property
    def valid_until(self) -> date | None:
        """The last day it is valid, for a course whose awards have to be renewed."""
        until = self.facts.get("valid_until")
        return date.fromisoformat(until) if until else None

    def is_expired(self, *, on: date) -> bool:
        return self.valid_until is not None and self.valid_until < on

    @property
    def is_current(self) -> bool:
        """Neither replaced nor withdrawn."""
        return self.status in {self.Status.PENDING, self.Status.READY}

    @property
    def current(self) -> Certificate:
        """The paper that stands for this award now: itself, or what took its place.

        Who points at a certificate reads through this: its award has successors that
        the apps above are not told of.
        """
        if self.status != self.Status.SUPERSEDED:
            return self
        return type(self).objects.in_place_of(self.pk).first() or self

    @property
    def why_waiting(self) -> str:
        """Why there is no paper yet, in words; "" while nothing went wrong."""
        if self.trouble:
            return self.get_trouble_display()
        return str(Trouble.CUT.label) if self.attempts > 1 else ""

    @property
    def verify_url(self) -> str:
        """The public address printed as QR code; never a path of this machine."""
        return f"{settings.SITE_URL.rstrip('/')}/verify/{self.code}/"

    @property
    def octets(self) -> int | None:
        """The size of the file; None while there is none, or when it is gone."""
        try:
            return self.file.size if self.file else None
        except FileNotFoundError:
            return None

    @property
    def filename(self) -> str:
        """giay-chung-nhan-0412-2022-TTPVHCC.pdf"""
        kind = "chung-chi" if self.kind == Kind.CERTIFICATE else "giay-chung-nhan"
        return f"{kind}-{self.serial.replace('/', '-')}.pdf"
