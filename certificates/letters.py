"""What the holder is told of a line of the register, in the holder's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.formats import vdate
from accounts.models import User
from certificates.models import Certificate, RegisterEntry


@dataclass(frozen=True)
class Letter:
    """Subject and text of a mail."""

    subject: str
    body: str


def letter_about(entry: RegisterEntry) -> Letter:
    """Of an award, of a paper in the place of another, or of a withdrawal."""
    return _letter(entry.certificate.holder, lambda: _said(entry))


def letter_before_the_end(certificate: Certificate) -> Letter:
    """Of a paper that ends soon: which, when, and what gives a new one."""
    return _letter(certificate.holder, lambda: _ends(certificate))


def _letter(holder: User, said: Callable[[], list[str]]) -> Letter:
    """In the holder's language: a subject, then lines."""
    with translation.override(holder.language):
        greeting = _("Chào anh/chị %(name)s,") % {"name": holder.full_name}
        subject, *lines = said()
        return Letter(subject[:200], "\n\n".join([greeting, *lines]))


def _said(entry: RegisterEntry) -> list[str]:
    if entry.action == RegisterEntry.Action.REVOKED:
        return _withdrawn(entry)
    return _replaced(entry) if entry.certificate.replaces_id else _issued(entry)


def _words(certificate: Certificate) -> dict[str, str]:
    path = reverse("certificate", args=[certificate.uid])
    return {
        "paper": certificate.facts["heading"],
        "course": certificate.facts["course"],
        "serial": certificate.serial,
        "day": vdate(certificate.issued_at),
        "url": f"{settings.SITE_URL.rstrip('/')}{path}",
    }


def _issued(entry: RegisterEntry) -> list[str]:
    words = _words(entry.certificate)
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
    words = _words(entry.certificate) | {"old": entry.certificate.replaces.serial}
    return [
        _("Giấy mới thay giấy số %(old)s: %(course)s") % words,
        _("Giấy số %(serial)s, cấp ngày %(day)s, thay giấy số %(old)s. Lý do: %(why)s.")
        % (words | {"why": entry.get_ground_display().lower()}),
        _("Giấy số %(old)s không còn giá trị, xin anh/chị không dùng nữa.") % words,
        _("Xem và tải về tại: %(url)s") % words,
    ]


def _withdrawn(entry: RegisterEntry) -> list[str]:
    words = _words(entry.certificate) | {
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


def _ends(certificate: Certificate) -> list[str]:
    words = _words(certificate) | {"until": vdate(certificate.valid_until)}
    return [
        _("%(paper)s của anh/chị có giá trị đến hết ngày %(until)s: %(course)s")
        % words,
        _(
            "%(paper)s khóa “%(course)s”, số vào sổ %(serial)s, cấp ngày %(day)s, có giá "
            "trị đến hết ngày %(until)s."
        )
        % words,
        _(
            "Giấy hết hạn thì không gia hạn: anh/chị học lại ở một lớp mới của khóa này, "
            "đạt yêu cầu thì được cấp giấy mới. Giấy cũ vẫn ở trong sổ."
        ),
        _("Anh/chị hỏi điều phối viên của đơn vị về lớp sắp mở."),
        _("Xem giấy tại: %(url)s") % words,
    ]
