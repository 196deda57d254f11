"""Figures of the service itself, shown beside training: no proof of cause."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Indicator(models.Model):
    """Something a unit is measured by, such as its rate of dossiers sent online."""

    code = models.CharField(_("mã chỉ tiêu"), max_length=40, unique=True)
    name = models.CharField(_("tên"), max_length=200)
    unit_of_measure = models.CharField(_("đơn vị tính"), max_length=40)

    class Meta:
        verbose_name = _("chỉ tiêu")
        verbose_name_plural = _("chỉ tiêu")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class IndicatorValue(models.Model):
    """What a unit reached over a span of days, as its source states it."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="values")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    starts_on = models.DateField(_("từ ngày"), null=True, blank=True)
    ends_on = models.DateField(_("đến hết ngày"), null=True, blank=True)
    numerator = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    denominator = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    value = models.DecimalField(_("giá trị"), max_digits=16, decimal_places=4)
    target = models.DecimalField(
        _("chỉ tiêu"), max_digits=16, decimal_places=4, null=True
    )
    target_on = models.DateField(_("hạn đạt chỉ tiêu"), null=True)
    qualifier = models.CharField(max_length=60, blank=True)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("giá trị chỉ tiêu")
        verbose_name_plural = _("giá trị chỉ tiêu")
        ordering = ["indicator", "agency", "ends_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "agency", "starts_on", "ends_on"],
                nulls_distinct=False,
                name="indicator_value_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.agency_id}: {self.value}"
