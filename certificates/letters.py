"""What the holder is told of a line of the register, in the holder's language."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.formats import vdate
from certificates.models import RegisterEntry


@dataclass(frozen=True)
class Letter:
    """Subject and text of a mail."""

    subject: str
    body: str


def letter_about(entry: RegisterEntry) -> Letter:
    """Of an award, of a paper in the place of another, or of a withdrawal."""
    holder = entry.certificate.holder
    with translation.override(holder.language):
        greeting = _("Chào anh/chị %(name)s,") % {"name": holder.full_name}
        subject, *lines = _said(entry)
        return Letter(subject[:200], "\n\n".join([greeting, *lines]))


def _said(entry: RegisterEntry) -> list[str]:
    if entry.action == RegisterEntry.Action.REVOKED:
        return _withdrawn(entry)
    return _replaced(entry) if entry.certificate.replaces_id else _issued(entry)


def _words(entry: RegisterEntry) -> dict[str, str]:
    certificate = entry.certificate
    path = reverse("certificate", args=[certificate.uid])
    return {
        "paper": certificate.facts["heading"],
        "course": certificate.facts["course"],
        "serial": certificate.serial,
        "day": vdate(certificate.issued_at),
        "url": f"{settings.SITE_URL.rstrip('/')}{path}",
    }


def _issued(entry: RegisterEntry) -> list[str]:
    words = _words(entry)
    return [
        _("%(paper)s của anh/chị đã có: %(course)s") % words,
        _(
            "Anh/chị được cấp %(paper)s khóa “%(course)s”, số vào sổ %(serial)s, ngày "
            "%(day)s."
        )
        % words,
        *_lasts(entry),
        _("Xem và tải về tại: %(url)s") % words,
    ]


def _lasts(entry: RegisterEntry) -> list[str]:
    until = entry.certificate.valid_until
    if until is None:
        return []
    return [_("Giấy có giá trị đến hết ngày %(day)s.") % {"day": vdate(until)}]


def _replaced(entry: RegisterEntry) -> list[str]:
    words = _words(entry) | {"old": entry.certificate.replaces.serial}
    return [
        _("Giấy mới thay giấy số %(old)s: %(course)s") % words,
        _("Giấy số %(serial)s, cấp ngày %(day)s, thay giấy số %(old)s. Lý do: %(why)s.")
        % (words | {"why": entry.get_ground_display().lower()}),
        _("Giấy số %(old)s không còn giá trị, xin anh/chị không dùng nữa.") % words,
        _("Xem và tải về tại: %(url)s") % words,
    ]


def _withdrawn(entry: RegisterEntry) -> list[str]:
    words = _words(entry) | {
        "number": entry.decision_number,
        "decided": vdate(entry.decision_on),
        "why": entry.get_ground_display().lower(),
    }
    return [
        _("Giấy số %(serial)s đã bị thu hồi: %(course)s") % words,
        _(
            "%(paper)s số %(serial)s khóa “%(course)s” bị thu hồi theo Quyết định số "
            "%(number)s ngày %(decided)s. Lý do: %(why)s."
        )
        % words,
        _("Từ nay giấy này không dùng làm căn cứ được nữa."),
        _("Xem các việc đã ghi vào sổ cấp tại: %(url)s") % words,
    ]
