"""What a course settles of its papers: kind, when, by whom, how long, given again or not."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from certificates.models import OF_COURSES
from certificates.models import Kind as CertificateKind
from courses.headings import contradiction

LEAST_MARK = 50  # percent of every test, for a chứng chỉ


class GivesPapers(models.Model):
    """The part of a course that its certificates follow; frozen with each award."""

    class IssueWhen(models.TextChoices):
        AT_ONCE = "at_once", _("Ngay khi học viên đạt")
        ON_CLOSING = "on_closing", _("Khi bế giảng lớp, theo quyết định")

    certificate_kind = models.CharField(
        _("loại giấy"),
        max_length=12,
        choices=OF_COURSES,
        default=CertificateKind.ATTESTATION,
        help_text=_(
            "Giấy chứng nhận: cho khóa ngắn do cơ quan cấp tự tổ chức, điều kiện theo "
            "từng khóa. Chứng chỉ: chỉ cho chương trình mà cơ quan cấp được giao; cấp "
            "một lần, khi bế giảng, cho người dự đủ và có mọi bài từ 50% trở lên."
        ),
    )
    certificate_when = models.CharField(
        _("cấp khi nào"), max_length=12, choices=IssueWhen, default=IssueWhen.AT_ONCE
    )
    issuer = models.ForeignKey(
        "certificates.Issuer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cơ quan cấp"),
        help_text=_("Để trống thì khóa học không cấp giấy."),
    )
    certificate_template = models.ForeignKey(
        "certificates.CertificateTemplate",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("mẫu giấy"),
    )

    certificate_months = models.PositiveSmallIntegerField(
        _("thời hạn giá trị (tháng)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text=_(
            "Để trống thì giấy không có thời hạn. Có thời hạn thì ngày hết hạn ghi trên "
            "giấy; hết hạn, học viên học lại ở lớp mới và được cấp giấy mới, dòng cũ "
            "trong sổ giữ nguyên."
        ),
    )
    certificate_reissues = models.BooleanField(
        _("cấp lại khi mất, hỏng"),
        default=True,
        help_text=_(
            "Chỉ cho giấy chứng nhận: giấy cấp lại mang số mới và ghi số cũ. Chứng chỉ "
            "chỉ cấp một lần; bị mất, hỏng thì thay bằng giấy chứng nhận hoàn thành "
            "khóa học (TT 03/2023/TT-BNV, Điều 5)."
        ),
    )
    certificate_days = models.PositiveSmallIntegerField(
        _("số ngày làm việc để cấp lại"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_(
            "Tính từ ngày nhận đề nghị. Chứng chỉ luôn là 5 ngày làm việc "
            "(TT 03/2023/TT-BNV, Điều 5 khoản 4)."
        ),
    )

    panels_of_papers = [
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("certificate_kind"), FieldPanel("certificate_when")]
                ),
                FieldPanel("issuer"),
                FieldPanel("certificate_template"),
                FieldPanel("certificate_months"),
                FieldRowPanel(
                    [FieldPanel("certificate_reissues"), FieldPanel("certificate_days")]
                ),
            ],
            heading=_("Giấy chứng nhận"),
        ),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """A published template that is headed as the kind is, and the kind's rules."""
        super().clean()
        refused = self._refused_template() | self._refused_rules()
        if refused:
            raise ValidationError(refused)

    def _refused_template(self) -> dict[str, str]:
        template = self.certificate_template
        if template is None:
            return {}
        if not template.live:
            said = _("Mẫu giấy này còn là bản nháp. Xuất bản mẫu trước khi chọn.")
            return {"certificate_template": said}
        said = contradiction(self.certificate_kind, template.heading)
        return {"certificate_template": said} if said else {}

    def _refused_rules(self) -> dict[str, str]:
        """A chứng chỉ has rules of its own: Articles 5 and 6 of TT 03/2023/TT-BNV."""
        refused = {}
        if self.certificate_kind != CertificateKind.CERTIFICATE:
            return refused
        if self.certificate_when != self.IssueWhen.ON_CLOSING:
            refused["certificate_when"] = _("Chứng chỉ chỉ cấp khi bế giảng lớp.")
        if self.minimum_mark < LEAST_MARK:
            refused["minimum_mark"] = _(
                "Chứng chỉ đòi hỏi mọi bài kiểm tra từ 50% thang điểm trở lên."
            )
        return refused

    @property
    def certificate_rules(self) -> dict[str, int | bool | None]:
        """What a certificate of this course keeps of its rules: `certificates.rules`."""
        return {
            "months": self.certificate_months,
            "reissues": self.certificate_reissues,
            "days": self.certificate_days,
        }

    @property
    def gives_certificate(self) -> bool:
        return self.issuer_id is not None and self.certificate_template_id is not None
