"""The register (sổ cấp): numbers without gaps, lines that are only ever added."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.models.issuers import Issuer


class Register(models.Model):
    """The book of one issuer for one year; its row is locked to take a number."""

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="registers")
    year = models.PositiveSmallIntegerField(_("năm"))
    next_number = models.PositiveIntegerField(_("số tiếp theo"), default=1)
    lines = models.PositiveIntegerField(_("số dòng"), default=0)
    head = models.CharField(_("dấu của dòng cuối"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("sổ cấp")
        verbose_name_plural = _("sổ cấp")
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "year"], name="register_per_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issuer.code} {self.year}"

    @property
    def last_number(self) -> int:
        return self.next_number - 1

    @property
    def short_head(self) -> str:
        """Enough of the last hash to compare with one that was noted down."""
        return f"{self.head[:12]}…" if self.head else ""
