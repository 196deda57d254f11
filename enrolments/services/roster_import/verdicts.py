"""What a row of a roster will do, as kept in the plan and shown on every page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from enrolments.rosters.decisions import EDITABLE, original
from enrolments.rosters.lines import Line


class Verdict(TextChoices):
    """Each row has exactly one; the first four change something."""

    NEW = "new", _("Thêm mới")
    MOVED = "moved", _("Chuyển đơn vị")
    CHANGED = "changed", _("Sửa thông tin")
    LEFT = "left", _("Rời đơn vị")
    UNCHANGED = "unchanged", _("Giữ nguyên")
    DOUBTFUL = "doubtful", _("Cần xem")
    REFUSED = "refused", _("Từ chối")
    SKIPPED = "skipped", _("Bỏ qua")


class Standing(TextChoices):
    """What became of a row that was done, once its roster was taken back."""

    UNDONE = "undone", _("Đã hoàn tác")
    KEPT = "kept", _("Giữ lại khi hoàn tác")


ACTING = {Verdict.NEW, Verdict.MOVED, Verdict.CHANGED, Verdict.LEFT, Verdict.UNCHANGED}
SHOWN = {
    "full_name": _("Họ và tên"),
    "birth_on": _("Ngày sinh"),
    "email": _("Thư điện tử"),
    "phone": _("Điện thoại"),
    "unit": _("Đơn vị"),
    "position": _("Chức vụ"),
}


@dataclass
class Planned:
    """One row: whom it means, what was there before, what will be there after.

    `said` is what the file says, field by field; `mended` what a coordinator put in its
    place, as it is to be shown; `who` whom the coordinator chose. Somebody who is in no
    row has the person's uid for a `key`.
    """

    row: int
    verdict: str
    full_name: str
    unit: str = ""
    staff_code: str = ""
    user: int | None = None
    agency: int | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    mended: dict[str, str] = field(default_factory=dict)
    who: str = ""
    key: str = ""

    def as_json(self) -> dict[str, Any]:
        return dict(vars(self))

    @property
    def line(self) -> Line:
        return Line(self.row, self.said)

    @property
    def corrections(self) -> list[tuple[str, str, str]]:
        """What was put right: label, what the file says, what holds instead."""
        return [
            (str(label), original(self.line, name), self.mended[name])
            for name, label in EDITABLE.items()
            if name in self.mended
        ]

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """What would be different: label, before, after."""
        return [
            (str(label), self.before.get(name, ""), self.after[name])
            for name, label in SHOWN.items()
            if name in self.after and self.before.get(name, "") != self.after[name]
        ]


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""
