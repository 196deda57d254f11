"""Awards as they were made, and the register (sổ cấp) that numbers them.

A leaf that outlives courses: a certificate names no course, class or agency row,
only what was true, in words, on the day it was issued.
"""

import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PreviewableMixin, RevisionMixin

from certificates.codes import new_code
from certificates.paper import sample_paper
from certificates.querysets import CertificateQuerySet


def private_storage():
    return storages["private"]


class Kind(models.TextChoices):
    """Two papers with different rules of reissue (TT 03/2023/TT-BNV)."""

    ATTESTATION = "attestation", _("Giấy chứng nhận")
    CERTIFICATE = "certificate", _("Chứng chỉ")


class Issuer(models.Model):
    """The body that signs certificates; its own row, not an agency."""

    class Capacity(models.TextChoices):
        NONE = "", _("Ký trực tiếp")
        DEPUTY = "KT.", _("KT. (ký thay)")
        BY_ORDER = "TL.", _("TL. (thừa lệnh)")
        ON_BEHALF = "TM.", _("TM. (thay mặt)")

    code = models.SlugField(
        _("mã trong số vào sổ"),
        max_length=30,
        unique=True,
        help_text=_("Đứng cuối số vào sổ, ví dụ TTPVHCC trong 0412/2022/TTPVHCC."),
    )
    name = models.CharField(
        _("tên cơ quan cấp"),
        max_length=200,
        help_text=_("In đậm ở đầu giấy, ví dụ Trung tâm Phục vụ hành chính công."),
    )
    superior = models.CharField(
        _("cơ quan chủ quản"),
        max_length=200,
        blank=True,
        help_text=_("In trên tên cơ quan cấp, ví dụ UBND tỉnh Bà Rịa – Vũng Tàu."),
    )
    place = models.CharField(
        _("nơi cấp"), max_length=100, help_text=_("Đứng trước ngày cấp, ví dụ Bà Rịa.")
    )
    signer_capacity = models.CharField(
        _("tư cách ký"), max_length=3, choices=Capacity, blank=True
    )
    signed_for = models.CharField(
        _("ký thay cho"),
        max_length=150,
        blank=True,
        help_text=_(
            "Chức vụ hoặc tập thể đứng sau KT., TL., TM.; ví dụ Giám đốc khi phó giám "
            "đốc ký thay. Ký trực tiếp thì để trống."
        ),
    )
    signer_title = models.CharField(_("chức vụ người ký"), max_length=150)
    signer_name = models.CharField(_("họ tên người ký"), max_length=150)

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("place")]),
        FieldPanel("name"),
        FieldPanel("superior"),
        MultiFieldPanel(
            [
                FieldPanel("signer_capacity"),
                FieldPanel("signed_for"),
                FieldPanel("signer_title"),
                FieldPanel("signer_name"),
            ],
            heading=_("Người ký"),
        ),
    ]

    class Meta:
        verbose_name = _("cơ quan cấp")
        verbose_name_plural = _("cơ quan cấp")

    def __str__(self) -> str:
        return self.name


class CertificateTemplate(PreviewableMixin, RevisionMixin, models.Model):
    """The words around the facts; the layout is `templates/pdf/certificate.html`."""

    name = models.CharField(_("tên mẫu"), max_length=120)
    heading = models.CharField(_("tên giấy"), max_length=120, default="Giấy chứng nhận")
    attests = models.CharField(
        _("câu dẫn"),
        max_length=200,
        help_text=_("Trên giấy, “ông/bà” và họ tên nối tiếp câu này."),
        default="Giám đốc Trung tâm Phục vụ hành chính công tỉnh chứng nhận",
    )
    completed_label = models.CharField(
        _("nhãn tên khóa"), max_length=80, default="Đã hoàn thành khóa"
    )
    note = models.CharField(_("ghi chú cuối giấy"), max_length=200, blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("heading"),
        FieldPanel("attests"),
        FieldPanel("completed_label"),
        FieldPanel("note"),
    ]

    class Meta:
        verbose_name = _("mẫu giấy chứng nhận")
        verbose_name_plural = _("mẫu giấy chứng nhận")

    def __str__(self) -> str:
        return self.name

    @property
    def preview_modes(self):
        return [("", _("Trên màn hình")), ("pdf", _("Bản PDF"))]

    def serve_preview(self, request, mode_name):
        """The real paper with sample facts, on screen or as the PDF itself."""
        from certificates import pdf  # loads Pango, which only drawing needs

        paper = sample_paper(wording=self.wording())
        if mode_name == "pdf":
            return HttpResponse(pdf.draw(paper), content_type="application/pdf")
        return HttpResponse(pdf.html_of(paper, on_screen=True))

    def wording(self) -> dict[str, str]:
        """What of the template a certificate keeps, whatever is edited later."""
        return {
            "heading": self.heading,
            "attests": self.attests,
            "completed_label": self.completed_label,
            "note": self.note,
        }


class Register(models.Model):
    """The book of one issuer for one year; its row is locked to take a number."""

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="registers")
    year = models.PositiveSmallIntegerField(_("năm"))
    next_number = models.PositiveIntegerField(_("số tiếp theo"), default=1)

    class Meta:
        verbose_name = _("sổ cấp")
        verbose_name_plural = _("sổ cấp")
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "year"], name="register_per_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issuer_id}/{self.year}"


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
    issued_at = models.DateTimeField(_("cấp lúc"), default=timezone.now)
    rendered_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(
        storage=private_storage, upload_to="certificates/", blank=True
    )
    sha256 = models.CharField(max_length=64, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("giấy chứng nhận")
        verbose_name_plural = _("giấy chứng nhận")
        ordering = ["-issued_at", "-pk"]
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
            )
        ]

    def __str__(self) -> str:
        return self.serial

    @property
    def is_ready(self) -> bool:
        return self.status == self.Status.READY

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
