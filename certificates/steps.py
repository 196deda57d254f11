"""The steps of a paper's life that /cms/ offers: what each asks, does and means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from certificates import rules, services
from certificates.models import Certificate, Kind
from certificates.step_forms import (
    CorrectForm,
    MislaidForm,
    RequestForm,
    RevokeForm,
    StepForm,
)

REPLACE = "certificates.replace_certificate"
REVOKE = "certificates.revoke_certificate"


@dataclass(frozen=True)
class Step:
    """One thing that may be done to a paper."""

    slug: str
    title: str | Promise
    icon: str
    permission: str
    form: type[StepForm]
    does: Callable[..., Any]
    means: Callable[[Certificate], list[str]]
    fits: Callable[[Certificate], bool]

    def is_open(self, certificate: Certificate, user: User) -> bool:
        """Whether this person is offered it for this paper."""
        may = user.has_perm(self.permission)
        return may and certificate.is_current and self.fits(certificate)


def revoking(certificate: Certificate) -> list[str]:
    return [
        _("Giấy số %(serial)s hết giá trị ngay. Trang tra cứu công khai cho biết số, "
          "ngày quyết định và lý do.") % {"serial": certificate.serial},
        _("Số vào sổ không cấp cho ai khác; sổ thêm một dòng thu hồi, dòng cũ giữ nguyên."),
        _("Không hoàn tác được."),
        _("Người được cấp nhận thư báo, nếu có địa chỉ thư điện tử."),
    ]  # fmt: skip


def replacing(certificate: Certificate) -> list[str]:
    issuer = certificate.register.issuer
    words = {
        "serial": certificate.serial,
        "signer": issuer.signer_name,
        "title": issuer.signer_title,
    }
    return [
        _("Giấy mới mang số tiếp theo của sổ năm nay và ghi rõ thay giấy số "
          "%(serial)s.") % words,
        _("Giấy số %(serial)s hết giá trị; trang tra cứu chỉ sang giấy mới.") % words,
        _("Người ký giấy mới: %(title)s %(signer)s, theo cơ quan cấp hiện nay.") % words,
        _("Không hoàn tác được; sổ giữ cả hai dòng."),
        _("Người được cấp nhận thư báo khi giấy mới đã có."),
    ]  # fmt: skip


def completing(certificate: Certificate) -> list[str]:
    return [
        _("Chứng chỉ chỉ cấp một lần. Giấy chứng nhận hoàn thành khóa học có giá trị sử "
          "dụng như chứng chỉ; nếu mất hoặc hỏng thì được cấp lại."),
        *replacing(certificate),
    ]  # fmt: skip


def correcting(certificate: Certificate) -> list[str]:
    return [
        *replacing(certificate),
        _("Hồ sơ người dùng không đổi theo; hồ sơ cũng sai thì sửa ở mục Người dùng."),
    ]


def requesting(certificate: Certificate) -> list[str]:
    days = rules.days_allowed(certificate.kind, certificate.facts)
    return [
        _("Đề nghị được ghi lại với hạn %(days)d ngày làm việc; giấy chưa thay đổi gì.")
        % {"days": days},
        _("Giấy sai hoặc hỏng: thu tờ gốc kèm theo đề nghị."),
    ]


def _always(_certificate: Certificate) -> bool:
    return True


def _may_be_reissued(certificate: Certificate) -> bool:
    return certificate.is_ready and rules.is_reissued(
        certificate.kind, certificate.facts
    )


def _is_chung_chi(certificate: Certificate) -> bool:
    return certificate.is_ready and certificate.kind == Kind.CERTIFICATE


def _has_no_request(certificate: Certificate) -> bool:
    return not certificate.requests.filter(settled_by=None).exists()


STEPS = {
    step.slug: step
    for step in (
        Step("request", gettext_lazy("Ghi nhận đề nghị cấp lại"), "mail", REPLACE,
             RequestForm, services.record_request, requesting, _has_no_request),
        Step("reissue", gettext_lazy("Cấp lại giấy"), "rotate", REPLACE,
             MislaidForm, services.reissue_certificate, replacing, _may_be_reissued),
        Step("complete",
             gettext_lazy("Thay bằng giấy chứng nhận hoàn thành khóa học"), "rotate",
             REPLACE, MislaidForm, services.replace_by_completion, completing,
             _is_chung_chi),
        Step("correct", gettext_lazy("Sửa tên, ngày sinh"), "edit", REPLACE,
             CorrectForm, services.correct_name, correcting, _always),
        Step("revoke", gettext_lazy("Thu hồi giấy"), "cross", REVOKE,
             RevokeForm, services.revoke_certificate, revoking, _always),
    )
}  # fmt: skip


def open_steps(certificate: Certificate, user: User) -> list[Step]:
    return [step for step in STEPS.values() if step.is_open(certificate, user)]
