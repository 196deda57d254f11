"""The award in the external format: signed once by the worker, kept and only served."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.models.register import Register


class StatusList(models.Model):
    """The signed list of a register that says which of its credentials no longer stand.

    The issuer's code is kept as it was: it stands in addresses that were signed.
    """

    register = models.OneToOneField(
        Register, models.PROTECT, related_name="status_list"
    )
    issuer_code = models.CharField(max_length=30)
    key = models.CharField(max_length=60, blank=True)
    bits = models.TextField(blank=True)
    jwt = models.TextField(blank=True)
    document = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("danh sách tình trạng huy hiệu số")
        verbose_name_plural = _("danh sách tình trạng huy hiệu số")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.issuer_code}/{self.register.year}"


class Credential(models.Model):
    """The Open Badge of a certificate, signed in two forms; its index is drawn at random.

    `jwt` has the signature around it, `document` (JSON) inside: programs take one or the
    other.
    """

    certificate = models.OneToOneField(
        "certificates.Certificate", models.PROTECT, related_name="credential"
    )
    status_list = models.ForeignKey(
        StatusList, models.PROTECT, related_name="credentials"
    )
    index = models.PositiveIntegerField()
    key = models.CharField(max_length=60)
    jwt = models.TextField()
    document = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("huy hiệu số")
        verbose_name_plural = _("huy hiệu số")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["status_list", "index"], name="credential_index_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.certificate)
