"""The lines of a register: added at the end, never changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.models.register import Register


class RegisterEntry(models.Model):
    """A line of the book: an award, its replacement or its withdrawal.

    Lines are added and never changed, the database refuses; a correction is a new line.
    Each carries the hash of the one before, so that a line changed behind the back of
    the database shows (`check_register`).
    """

    class Action(models.TextChoices):
        ISSUED = "issued", _("Cấp")
        SUPERSEDED = "superseded", _("Được thay thế")
        REVOKED = "revoked", _("Thu hồi")

    class Ground(models.TextChoices):
        """Why one is withdrawn: Article 8 of Circular 03/2023/TT-BNV.

        The first two stand in the copy that was read; the others are customary and
        wait for confirmation from the text itself.
        """

        FRAUD = "fraud", _("Gian dối trong tuyển sinh hoặc học tập")
        NOT_ELIGIBLE = "not_eligible", _("Cấp cho người không đủ điều kiện")
        WRONG_AUTHORITY = "authority", _("Cấp không đúng thẩm quyền")
        ALTERED = "altered", _("Bị tẩy xóa, sửa chữa")
        LENT = "lent", _("Cho người khác sử dụng")

    class Cause(models.TextChoices):
        """Why one is replaced (Articles 5.3 and 5.4)."""

        LOST = "lost", _("Bị mất")
        DAMAGED = "damaged", _("Bị hư hỏng")
        ERROR = "error", _("Sai do cơ quan cấp")

    register = models.ForeignKey(Register, models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField(_("dòng"))
    action = models.CharField(_("việc"), max_length=10, choices=Action)
    certificate = models.ForeignKey(
        "certificates.Certificate", models.PROTECT, related_name="entries"
    )
    at = models.DateTimeField(_("lúc"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decision_number = models.CharField(_("số quyết định"), max_length=60, blank=True)
    decision_on = models.DateField(_("ngày quyết định"), null=True)
    ground = models.CharField(
        _("lý do"),
        max_length=12,
        choices=[*Ground.choices, *Cause.choices],
        blank=True,
    )
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    facts_sha256 = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("dòng sổ cấp")
        verbose_name_plural = _("dòng sổ cấp")
        default_permissions = ()
        ordering = ["register", "position"]
        indexes = [models.Index(fields=["at"], name="entry_at")]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "position"], name="entry_position_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(action="revoked")
                | ~(models.Q(decision_number="") | models.Q(ground="")),
                name="entry_revoked_by_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register_id}/{self.position}"
