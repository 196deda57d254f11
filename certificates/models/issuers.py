"""Who issues certificates and signs them, with emblem and seal."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from certificates.lettering import check_printed
from certificates.mark_fields import MarkField

SIGNED = ["name", "superior", "signer_title", "signed_for"]
PRINTED = [*SIGNED, "place", "signer_name", *(f"english_{name}" for name in SIGNED)]


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

    emblem = MarkField(
        _("biểu trưng"),
        help_text=_("In ở đầu giấy. PNG hoặc SVG nền trong, không quá 1 MB."),
    )
    seal = MarkField(
        _("hình dấu"),
        help_text=_(
            "In bên trái chữ ký. PNG hoặc SVG nền trong, không quá 1 MB. "
            "Giấy đã cấp giữ hình dấu lúc cấp."
        ),
    )
    english_name = models.CharField(_("tên tiếng Anh"), max_length=200, blank=True)
    english_superior = models.CharField(
        _("cơ quan chủ quản, tiếng Anh"), max_length=200, blank=True
    )
    english_signer_title = models.CharField(
        _("chức vụ người ký, tiếng Anh"), max_length=150, blank=True
    )
    english_signed_for = models.CharField(
        _("ký thay cho, tiếng Anh"), max_length=150, blank=True
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
        FieldRowPanel(
            [FieldPanel("emblem"), FieldPanel("seal")], heading=_("Hình trên giấy")
        ),
        MultiFieldPanel(
            [
                FieldPanel("english_name"),
                FieldPanel("english_superior"),
                FieldPanel("english_signed_for"),
                FieldPanel("english_signer_title"),
            ],
            heading=_("Mặt tiếng Anh"),
            help_text=_("Để trống thì mặt tiếng Anh in tên tiếng Việt."),
            classname="collapsed",
        ),
        FieldPanel("key_name"),
    ]

    class Meta:
        verbose_name = _("cơ quan cấp")
        verbose_name_plural = _("cơ quan cấp")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        check_printed(self, PRINTED)
        if self.signer_capacity and not self.signed_for.strip():
            sentence = _("Đã chọn %(capacity)s thì ghi chức vụ hoặc tập thể đứng sau.")
            told = sentence % {"capacity": self.signer_capacity}
            raise ValidationError({"signed_for": told})

    def as_facts(self, *, on: date) -> dict[str, Any]:
        """Who signs and with what pictures, as of a day; frozen with the other facts."""
        english = {
            "name": self.english_name,
            "superior": self.english_superior,
            "signer_title": self.english_signer_title,
            "signed_for": self.english_signed_for,
        }
        marks = {"emblem": self.emblem, "seal": self.seal}
        return {
            "issuer": self.name,
            "superior": self.superior,
            "place": self.place,
            "issued_on": on.isoformat(),
            "signer_capacity": self.signer_capacity,
            "signed_for": self.signed_for,
            "signer_title": self.signer_title,
            "signer_name": self.signer_name,
            "issuer_code": self.code,
            "key": self.key_name,
            **({"marks": marks} if any(marks.values()) else {}),
            **({"issuer_english": english} if any(english.values()) else {}),
        }
