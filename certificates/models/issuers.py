"""Who issues certificates, and in what words."""

from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PreviewableMixin, RevisionMixin

from certificates.paper import sample_paper


class Issuer(models.Model):
    """The body that signs certificates; its own row, not an agency."""

    class Capacity(models.TextChoices):
        NONE = "", _("Ký trực tiếp")
        DEPUTY = "KT.", _("KT. (ký thay)")
        BY_ORDER = "TL.", _("TL. (thừa lệnh)")
        ON_BEHALF = "TM.", _("TM. (thay mặt)")
        BY_AUTHORITY = "TUQ.", _("TUQ. (thừa ủy quyền)")

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
        _("tư cách ký"), max_length=4, choices=Capacity, blank=True
    )
    signed_for = models.CharField(
        _("ký thay cho"),
        max_length=150,
        blank=True,
        help_text=_(
            "Chức vụ hoặc tập thể đứng sau KT., TL., TM., TUQ.; ví dụ Giám đốc khi phó "
            "giám đốc ký thay. Ký trực tiếp thì để trống."
        ),
    )
    signer_title = models.CharField(_("chức vụ người ký"), max_length=150)
    signer_name = models.CharField(_("họ tên người ký"), max_length=150)
    key_name = models.CharField(
        _("khóa ký số"),
        max_length=60,
        blank=True,
        validators=[RegexValidator(r"^[0-9A-Za-z._-]+$")],
        help_text=_(
            "Tên khóa do quản trị hệ thống cài. Có tên thì giấy chỉ ra khi đã ký số; "
            "để trống thì giấy không ký số."
        ),
    )

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
        FieldPanel("key_name"),
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
