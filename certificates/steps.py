"""The steps of a paper's life that /cms/ offers: what each asks, does and means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from certificates import rules, services, step_refusals
from certificates.models import Certificate
from certificates.step_forms import (
    CorrectForm,
    MislaidForm,
    RequestForm,
    RevokeForm,
    StepForm,
    WithdrawForm,
)
from certificates.step_refusals import Refusal

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
    refuses: Callable[[Certificate], Refusal | None]

    @property
    def done(self) -> str:
        """What is said when it was done; a request is no line of the book."""
        is_line = self.slug not in {"request", "withdraw"}
        said = _("Đã ghi vào sổ: %(step)s.") if is_line else _("Đã xong: %(step)s.")
        return said % {"step": self.title}

    def refusal(self, certificate: Certificate) -> Refusal | None:
        """Why it is not for this paper as it stands; nothing when it is."""
        ended = step_refusals.of_what_stands_no_more(certificate)
        return ended or self.refuses(certificate)

    def is_open(self, certificate: Certificate, user: User) -> bool:
        """Whether this person is offered it for this paper."""
        return user.has_perm(self.permission) and self.refusal(certificate) is None


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


def withdrawing(certificate: Certificate) -> list[str]:
    return [
        _("Đề nghị không còn chờ giải quyết; giấy không thay đổi gì."),
        _("Đề nghị và lý do rút được giữ lại, người được cấp đọc được."),
    ]


STEPS = {
    step.slug: step
    for step in (
        Step("request", gettext_lazy("Ghi nhận đề nghị cấp lại"), "mail", REPLACE,
             RequestForm, services.record_request, requesting, step_refusals.of_asking),
        Step("withdraw", gettext_lazy("Rút đề nghị"), "undo", REPLACE,
             WithdrawForm, services.withdraw_request, withdrawing, step_refusals.of_withdrawing),
        Step("reissue", gettext_lazy("Cấp lại giấy"), "rotate", REPLACE,
             MislaidForm, services.reissue_certificate, replacing, step_refusals.of_reissuing),
        Step("complete",
             gettext_lazy("Thay bằng giấy chứng nhận hoàn thành khóa học"), "rotate",
             REPLACE, MislaidForm, services.replace_by_completion, completing,
             step_refusals.of_completing),
        Step("correct", gettext_lazy("Sửa tên, ngày sinh"), "edit", REPLACE,
             CorrectForm, services.correct_name, correcting, step_refusals.never),
        Step("revoke", gettext_lazy("Thu hồi giấy"), "cross", REVOKE,
             RevokeForm, services.revoke_certificate, revoking, step_refusals.never),
    )
}  # fmt: skip


def open_steps(certificate: Certificate, user: User) -> list[Step]:
    return [step for step in STEPS.values() if step.is_open(certificate, user)]
