"""The words around the facts, the layout they stand in, and their English side."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from certificates.lettering import check_printed
from certificates.models.issuers import Issuer
from certificates.paper import SAMPLES, Paper, sample_paper
from certificates.wording import names_decision
from certificates.wording_checks import (
    check_english_wording,
    check_lines,
    check_wording,
)

BODY = """\
Sinh ngày: {ngày sinh}
Chức vụ, đơn vị: {chức vụ}, {đơn vị}
Đã hoàn thành khóa: {khóa học}
Thời gian: Từ ngày {từ ngày} đến ngày {đến ngày}, {số tiết} tiết, {hình thức}
Kết quả: {kết quả}"""
ENGLISH_BODY = """\
Date of birth: {date of birth}
Position, agency: {position}, {agency}
Has completed the course: {course}
Period: From {from} to {to}, {hours} class hours, {mode}
Result: {result}"""
# What stands on the paper; the template's own name does not.
WORDS = ["heading", "lead", "body", "note"]
PRINTED = [*WORDS, *(f"english_{name}" for name in WORDS)]
SAMPLE_DECISION = {"decision_number": "00/QĐ-MAU", "decision_on": "21/11/2022"}


class CertificateTemplate(
    DraftStateMixin, PreviewableMixin, RevisionMixin, models.Model
):
    """How certificates look and what they say; an award keeps what it was issued with.

    The row is what new papers say. The editor saves by itself every few seconds, so
    what is tried there is a draft until somebody publishes it.
    """

    class Layout(models.TextChoices):
        GUILLOCHE = "guilloche", _("Khổ ngang, khung hoa văn")
        UPRIGHT = "upright", _("Khổ dọc, thể thức Nghị định 30")

    class Colour(models.TextChoices):
        LACQUER = "lacquer", _("Đỏ son")
        INDIGO = "indigo", _("Xanh chàm")
        JADE = "jade", _("Xanh ngọc")

    name = models.CharField(
        _("tên mẫu"),
        max_length=120,
        help_text=_("Để chọn khi soạn khóa học; không in trên giấy."),
    )
    layout = models.CharField(
        _("bố cục"), max_length=12, choices=Layout, default=Layout.GUILLOCHE
    )
    colour = models.CharField(
        _("màu nhấn"), max_length=12, choices=Colour, default=Colour.LACQUER
    )
    heading = models.CharField(_("tên giấy"), max_length=120, default="Giấy chứng nhận")
    lead = models.CharField(
        _("câu dẫn"),
        max_length=300,
        default="Giám đốc Trung tâm Phục vụ hành chính công tỉnh chứng nhận ông/bà",
        validators=[check_wording],
        help_text=_("Họ tên in lớn ngay dưới câu này."),
    )
    body = models.TextField(
        _("nội dung"),
        max_length=1500,
        default=BODY,
        validators=[check_wording, check_lines],
        help_text=_(
            "Mỗi dòng một ý. Chữ trước dấu hai chấm là nhãn; dòng không có nhãn in "
            "thành câu. Phần giữa hai dấu phẩy tự bỏ khi không có dữ liệu."
        ),
    )
    note = models.CharField(_("ghi chú cuối giấy"), max_length=200, blank=True)
    has_english = models.BooleanField(
        _("in thêm mặt tiếng Anh"),
        default=False,
        help_text=_("Trang thứ hai của cùng tờ giấy."),
    )
    english_heading = models.CharField(
        _("tên giấy tiếng Anh"), max_length=120, default="Certificate of completion"
    )
    english_lead = models.CharField(
        _("câu dẫn tiếng Anh"),
        max_length=300,
        default="This is to certify that",
        validators=[check_english_wording],
    )
    english_body = models.TextField(
        _("nội dung tiếng Anh"),
        max_length=1500,
        default=ENGLISH_BODY,
        validators=[check_english_wording, check_lines],
        help_text=_("Viết như nội dung tiếng Việt. Tên riêng và tên khóa giữ nguyên."),
    )
    english_note = models.CharField(
        _("ghi chú tiếng Anh"),
        max_length=200,
        blank=True,
        default="Translation; the Vietnamese side prevails.",
    )
    preview_issuer = models.ForeignKey(
        Issuer,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cơ quan cấp khi xem thử"),
        help_text=_(
            "Giấy thật lấy cơ quan cấp của khóa học. Để trống thì lấy cơ quan đầu."
        ),
    )

    _revisions = GenericRelation(
        "wagtailcore.Revision", related_query_name="certificate_template"
    )

    class Meta:
        verbose_name = _("mẫu giấy chứng nhận")
        verbose_name_plural = _("mẫu giấy chứng nhận")
        constraints = [
            models.UniqueConstraint(Lower("name"), name="certificate_template_name")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self._check_name()
        check_printed(self, PRINTED)

    def _check_name(self) -> None:
        """Courses choose by name; Python folds case whatever the database's locale."""
        others = CertificateTemplate.objects.exclude(pk=self.pk)
        taken = {name.casefold() for name in others.values_list("name", flat=True)}
        if self.name.casefold() in taken:
            raise ValidationError(
                {"name": _("Đã có mẫu mang tên này. Đặt tên khác để phân biệt.")}
            )

    def wording(self) -> dict[str, Any]:
        """What of the template a certificate keeps, whatever is edited later."""
        english = {
            "heading": self.english_heading,
            "lead": self.english_lead,
            "body": self.english_body,
            "note": self.english_note,
        }
        words = {"lead": self.lead, "body": self.body}
        look = {"layout": self.layout, "colour": self.colour}
        return {
            "heading": self.heading,
            "note": self.note,
            "wording": words
            | look
            | ({"english": english} if self.has_english else {}),
        }

    def sample(self, which: str = "usual") -> Paper:
        """An invented award on this template, signed by whom a preview names."""
        paper = sample_paper(wording=self.wording(), which=which)
        if names_decision(self.lead, self.body) or (
            self.has_english and names_decision(self.english_lead, self.english_body)
        ):
            paper = paper.saying(SAMPLE_DECISION)
        issuer = self.preview_issuer or Issuer.objects.order_by("pk").first()
        if issuer is None:
            return paper
        return paper.saying(issuer.as_facts(on=paper.issued_on))

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return [
            ("pdf", _("Bản PDF")),
            ("longest", _("Bản PDF, họ tên dài nhất")),
            ("shortest", _("Bản PDF, họ tên ngắn nhất")),
            ("", _("Trên màn hình")),
        ]

    @property
    def preview_sizes(self) -> list[dict[str, Any]]:
        """As wide as a page; a paper has no mobile shape."""
        return self.DEFAULT_PREVIEW_SIZES[-1:]

    @property
    def default_preview_size(self) -> str:
        return self.preview_sizes[0]["name"]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The real paper with sample facts, as the PDF itself or on screen."""
        from certificates import pdf  # loads Pango, which only drawing needs

        paper = self.sample(mode_name if mode_name in SAMPLES else "usual")
        if not mode_name:
            return HttpResponse(pdf.html_of(paper, on_screen=True))
        try:
            content = pdf.draw(paper)
        except pdf.DoesNotFit:
            return render(request, "certificates/too_long.html")
        return HttpResponse(content, content_type="application/pdf")
