"""Agencies in time: units that merge, split, move and change their name.

The truth is `AgencyPeriod`; `AgencyAncestry` is derived from it in the same
transaction. Membership reaches up the tree, a role reaches down.
"""

import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.codes import PATTERN, address_code
from accounts.collation import collation_key
from agencies.querysets import (
    AgencyPeriodQuerySet,
    AgencyQuerySet,
    AgencyRoleQuerySet,
    DatedQuerySet,
    MembershipQuerySet,
)


def no_overlap(
    name: str, *fields: str, condition: models.Q | None = None
) -> ExclusionConstraint:
    """Refuse two rows that agree in the fields while their periods overlap."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((field, RangeOperators.EQUAL) for field in fields),
            ("period", RangeOperators.OVERLAPS),
        ],
        condition=condition,
    )


class Kind(models.TextChoices):
    """What sort of unit it is; the codes of the imported files."""

    PROVINCE = "tinh", _("Tỉnh, thành phố")
    PROVINCE_COMMITTEE = "ubnd_tinh", _("Ủy ban nhân dân tỉnh")
    PROVINCE_OFFICE = "co_quan_tinh", _("Cơ quan cấp tỉnh")
    SERVICE_CENTRE = "trung_tam", _("Trung tâm phục vụ hành chính công")
    DEPARTMENT = "so_nganh", _("Sở, ngành")
    VERTICAL = "nganh_doc", _("Cơ quan ngành dọc")
    PUBLIC_SERVICE_UNIT = "don_vi_su_nghiep", _("Đơn vị sự nghiệp")
    DISTRICT = "cap_huyen", _("Cấp huyện")
    WARD = "phuong", _("Phường")
    COMMUNE = "xa", _("Xã")
    TOWNSHIP = "thi_tran", _("Thị trấn")
    SPECIAL_ZONE = "dac_khu", _("Đặc khu")


class Agency(models.Model):
    """A unit of government under our own stable code.

    Official statistics codes are reused for other units after 2025, so they are
    dated attributes of `AgencyPeriod`, never keys.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(
        _("mã đơn vị"), max_length=40, unique=True, validators=[address_code]
    )

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị")
        verbose_name_plural = _("đơn vị")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=PATTERN),
                name="agency_code_fits_an_address",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class AgencyPeriod(models.Model):
    """What an agency was called, was, and stood under for a span of days."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="periods")
    period = DateRangeField(_("thời gian"))
    name = models.CharField(_("tên"), max_length=200)
    sort_key = models.CharField(max_length=900, editable=False)
    kind = models.CharField(_("loại"), max_length=20, choices=Kind)
    official_code = models.CharField(_("mã thống kê"), max_length=20, blank=True)
    parent = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="child_periods"
    )

    objects = AgencyPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị theo thời gian")
        verbose_name_plural = _("đơn vị theo thời gian")
        constraints = [no_overlap("agency_period_no_overlap", "agency")]
        indexes = [GistIndex(fields=["period"], name="agency_period_range")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.sort_key = collation_key(self.name)
        super().save(*args, **kwargs)


class AgencyAncestry(models.Model):
    """Which agency stood under which, and when; each one also under itself.

    Derived from `AgencyPeriod` (see services.rebuild_ancestry), so that "all below X
    on day D" is one join.
    """

    ancestor = models.ForeignKey(Agency, models.CASCADE, related_name="below")
    descendant = models.ForeignKey(Agency, models.CASCADE, related_name="above")
    period = DateRangeField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [no_overlap("ancestry_no_overlap", "ancestor", "descendant")]
        indexes = [
            models.Index(fields=["descendant", "ancestor"], name="ancestry_upwards"),
        ]

    def __str__(self) -> str:
        return f"{self.descendant_id} < {self.ancestor_id}"


class Succession(models.Model):
    """A dissolved agency's successor; none for a dissolved district."""

    predecessor = models.ForeignKey(Agency, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Agency, models.PROTECT, related_name="inheritances")
    effective_on = models.DateField(_("từ ngày"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="succession_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class AgencyHeir(models.Model):
    """Who answers, after a unit has ended, for what was finished there, and when.

    Its only successor, and that one's after it; without one (`heir` is null: split or
    dissolved) whoever has the people now. Derived from `Succession` and the periods
    (see services.rebuild_heirs), so that the question stays one join.
    """

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="heirs")
    heir = models.ForeignKey(Agency, models.CASCADE, null=True, related_name="+")
    period = DateRangeField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [no_overlap("agency_heir_one_a_day", "agency")]

    def __str__(self) -> str:
        return f"{self.agency_id} → {self.heir_id or '?'}"


class Membership(models.Model):
    """Where a person works, in what position, and when."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships")
    position = models.CharField(_("chức vụ"), max_length=150, blank=True)
    period = DateRangeField(_("thời gian"))
    is_main = models.BooleanField(_("nơi công tác chính"), default=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("nơi công tác")
        verbose_name_plural = _("nơi công tác")
        constraints = [
            no_overlap("membership_one_main", "user", condition=models.Q(is_main=True)),
            no_overlap("membership_once_per_agency", "user", "agency"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.agency_id}"


class AgencyRole(models.Model):
    """What a person may see and do for an agency and everything below it.

    A delegation (ủy quyền) is a role of the deputy's own for some days, which names
    the role it stands in for and why; it ends with that role.
    """

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("Điều phối viên")
        HEAD = "head", _("Lãnh đạo đơn vị (chỉ xem)")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="agency_roles"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="roles")
    role = models.CharField(_("vai trò"), max_length=20, choices=Role)
    period = DateRangeField(_("thời gian"))
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    delegated_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="delegations"
    )
    reason = models.CharField(_("lý do"), max_length=300, blank=True)

    objects = AgencyRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("vai trò ở đơn vị")
        verbose_name_plural = _("vai trò ở đơn vị")
        constraints = [no_overlap("agency_role_once", "user", "agency", "role")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.agency}"


class Reorganisation(models.Model):
    """A rearrangement of units (sắp xếp đơn vị) that was applied: what, when, by whom.

    `plan` keeps the rows as the file had them; the tree itself lies in the periods and
    successions, so that the record explains them and nothing is read from it.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    effective_on = models.DateField(_("có hiệu lực từ"))
    decision = models.CharField(_("căn cứ"), max_length=200, blank=True)
    file_name = models.CharField(_("tệp"), max_length=200, blank=True)
    plan = models.JSONField()
    fingerprint = models.CharField(max_length=64, help_text="sha256 of plan and day")
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    applied_at = models.DateTimeField(_("áp dụng lúc"))

    class Meta:
        verbose_name = _("đợt sắp xếp đơn vị")
        verbose_name_plural = _("đợt sắp xếp đơn vị")
        ordering = ["-effective_on", "-applied_at"]
        constraints = [
            models.UniqueConstraint(fields=["fingerprint"], name="reorganisation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.effective_on}: {self.decision or self.file_name}"
