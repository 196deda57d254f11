"""Why another paper may be asked for, by the kind of the one at hand and its course."""

from __future__ import annotations

from django.utils.translation import gettext as _

from certificates import rules
from certificates.models import Certificate, Kind, RegisterEntry

Cause = RegisterEntry.Cause


def causes_of(certificate: Certificate) -> list[Cause]:
    """What may be given as the cause; the others are refused with `why_not`."""
    return [cause for cause in Cause if not why_not(certificate, cause)]


def why_not(certificate: Certificate, cause: str) -> str:
    """One sentence why nothing is given for that cause; empty where something is."""
    if rules.is_answered(certificate.kind, certificate.facts, cause):
        return ""
    return _("Khóa học này đặt là không cấp lại giấy chứng nhận.")


def what_comes(certificate: Certificate) -> list[str]:
    """What the holder is given for it, and what goes with the request (Article 5.4)."""
    said = []
    if certificate.kind == Kind.CERTIFICATE:
        said.append(
            _(
                "Chứng chỉ chỉ cấp một lần. Bị mất, hư hỏng thì anh/chị được cấp giấy "
                "chứng nhận hoàn thành khóa học, có giá trị sử dụng như chứng chỉ."
            )
        )
    elif why := why_not(certificate, Cause.LOST):
        said.append(why)
    return [
        *said,
        _("Giấy mới mang số mới, ghi rõ thay giấy nào; giấy cũ hết giá trị."),
        _("Giấy ghi sai hoặc bị hư hỏng thì nộp kèm tờ gốc."),
    ]
