"""What was done about an award, line by line of the book, in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.formats import vdate, vdatetime
from certificates.deeds import Deed
from certificates.models import Certificate, Notice, RegisterEntry
from certificates.request_deeds import deeds_of_requests

Action = RegisterEntry.Action


def history_of(certificate: Certificate, *, with_mails: bool = False) -> list[Deed]:
    """All lines about the award, the papers before and after this one included.

    Between them what was asked and what became of it. For who keeps the register with what the holder was written of each.
    """
    lines = RegisterEntry.objects.filter(certificate__award=certificate.award)
    lines = lines.select_related("certificate__replaces", "by").order_by("at", "pk")
    if with_mails:
        lines = lines.prefetch_related("notices")
    deeds = [
        Deed(
            at=line.at,
            said=in_words(line),
            by=line.by,
            note=line.note,
            told=list(told_of(line)) if with_mails else [],
        )
        for line in lines
    ]
    return sorted([*deeds, *deeds_of_requests(certificate)], key=lambda deed: deed.at)


def told_of(line: RegisterEntry) -> Iterator[str]:
    """Whether and when the holder was written to about a line."""
    state = Notice.State
    for notice in sorted(line.notices.all(), key=lambda notice: notice.pk):
        words = {"to": notice.to, "why": notice.error, "about": notice.subject}
        if notice.state == state.SENT:
            words["moment"] = vdatetime(notice.sent_at)
            yield _("Đã gửi thư cho %(to)s lúc %(moment)s: “%(about)s”.") % words
        elif notice.state == state.PENDING:
            yield _("Thư cho %(to)s đang chờ gửi: “%(about)s”.") % words
        elif notice.state == state.FAILED:
            yield _("Không gửi được thư cho %(to)s: “%(about)s”. %(why)s") % words
        else:
            yield _("Không cần gửi thư cho %(to)s: “%(about)s”. %(why)s") % words


def in_words(line: RegisterEntry) -> str:
    """Thu hồi giấy số 0001/2022/TTPVHCC theo Quyết định số 45 ngày 20/12/2022: …"""
    words = {"serial": line.certificate.serial, "why": line.get_ground_display()}
    if line.action == Action.REVOKED:
        words |= {"number": line.decision_number, "day": vdate(line.decision_on)}
        return (
            _("Thu hồi giấy số %(serial)s theo Quyết định số %(number)s ngày %(day)s. "
              "Lý do: %(why)s.")
            % words
        )  # fmt: skip
    if line.action == Action.SUPERSEDED:
        return _("Giấy số %(serial)s được thay thế. Lý do: %(why)s.") % words
    if line.certificate.replaces:
        words["old"] = line.certificate.replaces.serial
        return _("Cấp giấy số %(serial)s, thay giấy số %(old)s.") % words
    return _("Cấp giấy số %(serial)s.") % words


def remarks_on(certificate: Certificate) -> Iterator[str]:
    """The last column of the book (ghi chú): replaced by, in the place of, withdrawn.

    Expects entries and both neighbours to be loaded.
    """
    if certificate.replaces:
        yield f"Thay giấy số {certificate.replaces.serial}"
    for line in certificate.entries.all():
        why = str(dict(RegisterEntry.Ground.choices).get(line.ground, ""))
        if line.action == Action.SUPERSEDED:
            yield f"Được thay bằng số {certificate.replaced_by.serial}"
        elif line.action == Action.REVOKED:
            day = vdate(line.decision_on)
            yield f"Thu hồi theo QĐ số {line.decision_number} ngày {day} ({why.lower()})"
    if until := certificate.valid_until:
        yield f"Có giá trị đến hết {vdate(until)}"
