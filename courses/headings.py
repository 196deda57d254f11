"""The heading of a paper and its kind say the same: who reads the one finds the other."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.collation import fold
from certificates.models import Kind

CERTIFICATE = fold("Chứng chỉ")


def contradiction(kind: str, heading: str) -> str:
    """Why papers of a kind cannot be headed so, in a sentence; "" when they can.

    A paper is read by its heading, the register by its kind.
    """
    is_headed_certificate = fold(heading).strip().startswith(CERTIFICATE)
    said = {"heading": heading}
    if kind == Kind.CERTIFICATE and not is_headed_certificate:
        return (
            _(
                "Chứng chỉ phải có tên giấy bắt đầu bằng “Chứng chỉ”, không phải “%(heading)s”."
            )
            % said
        )
    if kind != Kind.CERTIFICATE and is_headed_certificate:
        return _("Giấy chứng nhận không mang tên “%(heading)s”.") % said
    return ""
