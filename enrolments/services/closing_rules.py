"""What stands in the way of closing a class, and the words of the refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.formats import vdate, vdatetime
from enrolments.meetings.codes import OPENS_BEFORE
from enrolments.models import Meeting, TrainingClass

NAMED = 5  # meetings that a sentence names; the others are counted


class ClosingRefusedError(ValueError):
    """The class cannot be closed; the message says what, where and why."""


@dataclass(frozen=True)
class Unsettled:
    """Meetings of a class whose attendance would not count if it closed now."""

    running: list[Meeting]
    ahead: list[Meeting]
    waiting: list[Meeting]  # with lists that wait for a second person

    @property
    def asks(self) -> bool:
        """Whether somebody has to say that these are given up."""
        return bool(self.ahead or self.waiting)


def unsettled_of(group: TrainingClass, *, at: datetime) -> Unsettled:
    """Going on (from when its doors open), to come, or with a list nobody agreed to."""
    rows = group.meetings.filter(cancelled_at=None)
    left = list(rows.filter(ends_at__gt=at))
    ahead = [row for row in left if row.starts_at - OPENS_BEFORE > at]
    undecided = rows.filter(sheets__isnull=False, sheets__decided_at=None)
    return Unsettled(
        running=[row for row in left if row not in ahead],
        ahead=ahead,
        waiting=[row for row in undecided.distinct() if row not in left],
    )


def refuse_decision(group: TrainingClass, number: str, day: date, *, on: date) -> None:
    """A decision has a number, and a day between the class's opening and today."""
    if not number.strip():
        raise ClosingRefusedError(_("Ghi số quyết định công nhận kết quả."))
    if day > on:
        raise ClosingRefusedError(_("Ngày quyết định chưa tới."))
    if day < group.opens_on:
        raise ClosingRefusedError(too_early(group, day))


def too_early(group: TrainingClass, day: date) -> str:
    words = _(
        "Ngày quyết định %(day)s đứng trước ngày khai giảng %(opens)s của lớp %(code)s: "
        "chưa học thì chưa có kết quả để công nhận. Xem lại ngày trên quyết định."
    )
    return words % {
        "day": vdate(day),
        "opens": vdate(group.opens_on),
        "code": group.code,
    }


def refuse_unsettled(found: Unsettled, *, gives_up: bool) -> None:
    """What goes on is waited for; what is still to come is given up knowingly only."""
    if found.running:
        raise ClosingRefusedError(
            _(
                "Chưa bế giảng được: %(which)s chưa kết thúc nên điểm danh chưa tính. Chờ "
                "buổi học kết thúc; nếu đã tan sớm thì sửa giờ kết thúc ở trang Buổi học."
            )
            % {"which": named(found.running)}
        )
    if found.ahead and not gives_up:
        raise ClosingRefusedError(
            _(
                "Lớp còn buổi chưa học: %(which)s. Bế giảng bây giờ thì các buổi này bị "
                "hủy và không tính cho ai; phải xác nhận điều đó."
            )
            % {"which": named(found.ahead)}
        )
    if found.waiting and not gives_up:
        raise ClosingRefusedError(
            _(
                "Còn danh sách điểm danh chờ người thứ hai duyệt: %(which)s. Bế giảng bây "
                "giờ thì các danh sách này không được tính; phải xác nhận điều đó."
            )
            % {"which": named(found.waiting)}
        )


def named(meetings: Sequence[Meeting]) -> str:
    """“Ký số” (7 giờ 30, 05/4/2023), …"""
    words = [f"“{row.title}” ({vdatetime(row.starts_at)})" for row in meetings[:NAMED]]
    if len(meetings) > NAMED:
        words.append(_("và %(n)s buổi nữa") % {"n": len(meetings) - NAMED})
    return ", ".join(words)


def decision_refusal(group: TrainingClass, day: date | None) -> str:
    """Why a class cannot bear a decision of that day; "" where it can."""
    if day is None:
        return ""
    try:
        refuse_decision(group, "-", day, on=timezone.localdate())
    except ClosingRefusedError as refusal:
        return str(refusal)
    return ""
