"""Steps of a paper's life in Wagtail's site history, beside the register itself.

Each is written in the transaction of the step it tells of, by the service, so that a
page and a command leave the same trace and a step that changed nothing leaves none.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter, log

from accounts.models import User
from certificates.models import Certificate

REISSUE = "certificates.reissue"
COMPLETE = "certificates.complete"
CORRECT = "certificates.correct"
REVOKE = "certificates.revoke"
REQUEST = "certificates.request"
WITHDRAW = "certificates.withdraw_request"

ACTIONS: dict[str, tuple[Promise, Promise]] = {
    REISSUE: (_("Cấp lại giấy"), _("Cấp lại, thay bằng giấy số %(serial)s")),
    COMPLETE: (
        _("Thay chứng chỉ"),
        _("Thay bằng giấy chứng nhận hoàn thành khóa học số %(serial)s"),
    ),
    CORRECT: (_("Sửa tên, ngày sinh"), _("Sửa sai, thay bằng giấy số %(serial)s")),
    REVOKE: (_("Thu hồi giấy"), _("Thu hồi theo Quyết định số %(number)s")),
    REQUEST: (
        _("Ghi nhận đề nghị cấp lại"),
        _("Nhận đề nghị cấp lại, hẹn trả ngày %(due)s"),
    ),
    WITHDRAW: (_("Rút đề nghị"), _("Rút đề nghị cấp lại: %(why)s")),
}


def log_step(
    certificate: Certificate, action: str, *, by: User, at: datetime, **said: Any
) -> None:
    """Write a step down; `said` is what its sentence names."""
    log(instance=certificate, action=action, user=by, timestamp=at, data=said)


def register_actions(registry: LogActionRegistry) -> None:
    """Name the steps for the site history; for the hook of that name."""
    for action, (label, sentence) in ACTIONS.items():
        registry.register_action(action)(_formatter(label, sentence))


def _formatter(label: Promise, sentence: Promise) -> type[LogFormatter]:
    class StepFormatter(LogFormatter):
        def format_message(self, log_entry: Any) -> str:
            return str(sentence) % log_entry.data

    StepFormatter.label = label
    return StepFormatter
