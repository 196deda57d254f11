"""Whether a mail is still news when its turn comes."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.models import Certificate, Notice, RegisterEntry


def why_needless(row: Notice, *, at: datetime) -> str:
    """Why nobody needs the mail any more, in words; "" while it is news.

    A withdrawal is always told. A paper that was replaced or withdrawn meanwhile is not
    announced: of what became of it there is a mail of its own.
    """
    line, paper = row.entry, row.entry.certificate
    if line.action == RegisterEntry.Action.REVOKED:
        return ""
    if not paper.is_current:
        return _("Giấy đã được thay thế hoặc thu hồi trước khi gửi thư.")
    return _why_past(paper, at) if row.topic == Notice.Topic.EXPIRY else ""


def _why_past(paper: Certificate, at: datetime) -> str:
    if paper.is_expired(on=timezone.localdate(at)):
        return _("Giấy đã hết hạn trước khi gửi thư.")
    if not Certificate.objects.filter(pk=paper.pk).not_renewed().exists():
        return _("Người được cấp đã có giấy mới của khóa này.")
    return ""
