"""Whether a mail is still news when its turn comes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from certificates.models import Notice, RegisterEntry


def why_needless(row: Notice) -> str:
    """Why nobody needs the mail any more, in words; "" while it is news.

    A withdrawal is always told. A paper that was replaced or withdrawn meanwhile is not
    announced: of what became of it there is a mail of its own.
    """
    line = row.entry
    if line.action == RegisterEntry.Action.REVOKED or line.certificate.is_current:
        return ""
    return _("Giấy đã được thay thế hoặc thu hồi trước khi gửi thư.")
