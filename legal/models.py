"""The legal texts that courses, questions and cases cite, with the dates in force."""

from datetime import date

from django.core.cache import cache
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from legal.querysets import LegalBasisQuerySet

CACHE_KEY = "legal.citations"  # see validity.py


class LegalBasis(index.Indexed, models.Model):
    """A decree, circular, decision or law.

    Between 2022 and 2026 the texts behind these courses changed a dozen times, so
    every citation is shown with its dates for the class and for today.
    """

    class Kind(models.TextChoices):
        LAW = "luat", _("Luật")
        RESOLUTION = "nghi_quyet", _("Nghị quyết")
        DECREE = "nghi_dinh", _("Nghị định")
        DECISION = "quyet_dinh", _("Quyết định")
        DIRECTIVE = "chi_thi", _("Chỉ thị")
        CIRCULAR = "thong_tu", _("Thông tư")
        OFFICIAL_LETTER = "cong_van", _("Công văn")
        STANDARD = "tieu_chuan", _("Tiêu chuẩn")

    class Status(models.TextChoices):
        COMING = "coming", _("Chưa có hiệu lực")
        IN_FORCE = "in_force", _("Còn hiệu lực")
        ENDED = "ended", _("Hết hiệu lực")
        UNKNOWN = "unknown", _("Chưa rõ ngày hiệu lực, cần đối chiếu")

    code = models.SlugField(_("mã"), max_length=60, unique=True)
    number = models.CharField(_("số, ký hiệu"), max_length=60)
    kind = models.CharField(_("loại văn bản"), max_length=20, choices=Kind)
    title = models.CharField(_("trích yếu"), max_length=400)
    issuer = models.CharField(_("cơ quan ban hành"), max_length=150, blank=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    in_force_from = models.DateField(_("có hiệu lực từ"), null=True, blank=True)
    in_force_to = models.DateField(_("ngày cuối còn hiệu lực"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("được thay bằng"),
    )
    amended_by = models.ManyToManyField(
        "self",
        blank=True,
        symmetrical=False,
        related_name="amends",
        verbose_name=_("được sửa đổi bởi"),
    )

    objects = LegalBasisQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("kind"), FieldPanel("number")]),
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("issuer"), FieldPanel("issued_on")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("in_force_from"), FieldPanel("in_force_to")]),
                FieldPanel("replaced_by"),
                FieldPanel("amended_by"),
            ],
            heading=_("Hiệu lực"),
        ),
    ]
    search_fields = [
        index.SearchField("title"),
        index.SearchField("number"),
        index.AutocompleteField("number"),
        index.AutocompleteField("title"),
        index.FilterField("kind"),
    ]

    class Meta:
        verbose_name = _("căn cứ pháp lý")
        verbose_name_plural = _("căn cứ pháp lý")
        ordering = ["-issued_on", "number"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    def save(self, *args, **kwargs) -> None:
        super().save(*args, **kwargs)
        transaction.on_commit(lambda: cache.delete(CACHE_KEY), robust=True)

    def status_on(self, day: date) -> str:
        """Whether the text was in force on that day."""
        if self.in_force_from is None:
            ended = self.in_force_to is not None and self.in_force_to < day
            return self.Status.ENDED if ended else self.Status.UNKNOWN
        if day < self.in_force_from:
            return self.Status.COMING
        if self.in_force_to is not None and self.in_force_to < day:
            return self.Status.ENDED
        return self.Status.IN_FORCE
