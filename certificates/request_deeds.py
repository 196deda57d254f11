"""Requests in the history of an award: received, handled or withdrawn, in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.formats import vdate
from certificates.deeds import Deed
from certificates.models import Certificate, RegisterEntry, ReplacementRequest


def deeds_of_requests(certificate: Certificate) -> list[Deed]:
    """What was asked about any paper of the award, and what became of it."""
    asked = ReplacementRequest.objects.filter(certificate__award=certificate.award)
    rows = asked.select_related(
        "by", "withdrawn_by", "settled_by__by", "certificate__replaced_by"
    )
    return [deed for row in rows for deed in _deeds_of(row)]


def _deeds_of(row: ReplacementRequest) -> Iterator[Deed]:
    yield Deed(row.at, received(row), row.by, row.note)
    if row.settled_by:
        yield Deed(row.settled_by.at, settled(row), row.settled_by.by)
    elif row.withdrawn_at:
        words = {"day": row.received, "why": row.withdrawn_why}
        said = _("Rút đề nghị ngày %(day)s. Lý do rút: %(why)s") % words
        yield Deed(row.withdrawn_at, said, row.withdrawn_by)


def received(row: ReplacementRequest) -> str:
    """Nhận ngày 21/11/2022 đề nghị về giấy số 0001/2022/TTPVHCC: Bị mất. Hạn …"""
    words = {
        "day": row.received,
        "serial": row.certificate.serial,
        "why": row.get_cause_display(),
        "due": row.due,
        "says": row.says,
        "should_say": row.should_say,
    }
    said = _(
        "Nhận ngày %(day)s đề nghị về giấy số %(serial)s: %(why)s. Hẹn trả ngày %(due)s."
    )
    if row.says:
        said += " " + _("Giấy ghi “%(says)s”, phải ghi là “%(should_say)s”.")
    return said % words


def settled(row: ReplacementRequest) -> str:
    """How the line of the book answers it, and whether by the day it was due."""
    line = row.settled_by
    words = {
        "day": row.received,
        "on": vdate(line.at),
        "time": _("đúng hạn") if row.is_in_time else _("quá hạn"),
    }
    if line.action == RegisterEntry.Action.REVOKED:
        return _("Đề nghị ngày %(day)s kết thúc vì giấy bị thu hồi.") % words
    words["serial"] = row.certificate.replaced_by.serial
    return (
        _(
            "Giải quyết đề nghị ngày %(day)s bằng giấy số %(serial)s, ngày %(on)s, "
            "%(time)s."
        )
        % words
    )
