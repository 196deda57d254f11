"""Which decision closes a class, and the words of the refusal."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.formats import vdate
from enrolments.models import TrainingClass


class ClosingRefusedError(ValueError):
    """The class cannot be closed; the message says what, where and why."""


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


def decision_refusal(group: TrainingClass, day: date | None) -> str:
    """Why a class cannot bear a decision of that day; "" where it can."""
    if day is None:
        return ""
    try:
        refuse_decision(group, "-", day, on=timezone.localdate())
    except ClosingRefusedError as refusal:
        return str(refusal)
    return ""
