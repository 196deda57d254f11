"""Why a step is not for a paper as it stands, and where to go instead."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from certificates import rules
from certificates.models import Certificate, Kind

INSPECT = "wagtailsnippets_certificates_certificate:inspect"


@dataclass(frozen=True)
class Refusal:
    """A sentence, and a link to what may be done where there is such a thing."""

    sentence: str | Promise
    url: str = ""
    label: str | Promise = ""


def of_what_stands_no_more(paper: Certificate) -> Refusal | None:
    """A paper that was replaced points to the one that stands; a withdrawn one ends."""
    if paper.is_current:
        return None
    stands = paper.current
    if stands == paper:
        return Refusal(_("Giấy này đã bị thu hồi: không cấp giấy nào thay nó."))
    words = {"serial": stands.serial}
    return Refusal(
        _("Giấy này đã được thay bằng số %(serial)s: làm trên giấy đó.") % words,
        reverse(INSPECT, args=[stands.pk]),
        _("Mở giấy số %(serial)s") % words,
    )


def never(_paper: Certificate) -> Refusal | None:
    return None


def of_reissuing(paper: Certificate) -> Refusal | None:
    """A chứng chỉ is issued once (Article 5.3); a short course says for itself."""
    if paper.kind == Kind.CERTIFICATE:
        return Refusal(
            _(
                "Chứng chỉ chỉ cấp một lần. Bị mất, hư hỏng thì thay bằng giấy chứng "
                "nhận hoàn thành khóa học."
            ),
            reverse("certificate_step", args=[paper.uid, "complete"]),
            _("Thay bằng giấy chứng nhận hoàn thành khóa học"),
        )
    if not rules.is_reissued(paper.kind, paper.facts):
        return Refusal(_("Khóa học này đặt là không cấp lại giấy chứng nhận."))
    return _of_what_is_being_drawn(paper)


def of_completing(paper: Certificate) -> Refusal | None:
    if paper.kind != Kind.CERTIFICATE:
        return Refusal(
            _("Chỉ chứng chỉ mới thay bằng giấy này; giấy chứng nhận thì cấp lại."),
            reverse("certificate_step", args=[paper.uid, "reissue"]),
            _("Cấp lại giấy"),
        )
    return _of_what_is_being_drawn(paper)


def of_asking(paper: Certificate) -> Refusal | None:
    """One request at a time."""
    if asked := paper.requests.open().first():
        words = {"received": asked.received, "due": asked.due}
        sentence = _(
            "Giấy này đã có đề nghị nhận ngày %(received)s, hạn giải quyết %(due)s."
        )
        return Refusal(
            sentence % words, reverse(INSPECT, args=[paper.pk]), _("Mở giấy này")
        )
    return None


def of_withdrawing(paper: Certificate) -> Refusal | None:
    if paper.requests.open().exists():
        return None
    return Refusal(_("Giấy này không có đề nghị nào đang chờ."))


def _of_what_is_being_drawn(paper: Certificate) -> Refusal | None:
    return None if paper.is_ready else Refusal(_("Tờ giấy này còn đang được tạo."))
